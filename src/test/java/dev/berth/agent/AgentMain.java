package dev.berth.agent;

import dev.berth.api.ProblemException;
import java.nio.file.Path;

/** An agent with a fake fleet, as a process: {@code AgentMain DIRECTORY BUILD [refuse]}. */
final class AgentMain {
    private AgentMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            new AgentProcess(TestAgent.places(Path.of(args[0])), args[1], false).run((places, config) -> {
                if (args.length > 2) {
                    throw dev.berth.api.Problem.of(dev.berth.api.Problem.Code.NOT_SUPPORTED, "The moon is full.")
                            .asException();
                }
                return new FakeFleet();
            });
        } catch (ProblemException problem) {
            System.err.println(problem.problem().sentence());
            System.exit(1);
        }
        System.exit(0);
    }
}
