package dev.berth.agent;

import dev.berth.api.AgentConnection;
import dev.berth.api.ProblemException;
import java.nio.file.Path;

/** A client as a process: connects, and prints which agent it found. {@code StarterMain DIRECTORY}. */
final class StarterMain {
    private StarterMain() {}

    public static void main(String[] args) throws ProblemException, InterruptedException {
        Path directory = Path.of(args[0]);
        Client client = TestAgent.client(TestAgent.places(directory), TestAgent.BUILD);
        try (AgentConnection agent =
                new AgentConnector(client, Processes.agent(directory, TestAgent.BUILD)).connect(e -> {}, p -> {})) {
            System.out.println(agent.welcome().pid());
        }
    }
}
