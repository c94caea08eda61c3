package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.AgentConnection;
import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Wiring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessAgentTest {
    @TempDir
    Path directory;

    private final FakeFleet fleet = new FakeFleet();
    private final List<Places> made = new ArrayList<>();

    @Test
    void everythingHappensInThisProcessAndNothingStaysBehind() throws Exception {
        Places usual = TestAgent.places(directory);
        try (InProcessAgent agent = open(usual)) {
            assertTrue(made.isEmpty(), "nothing starts before somebody connects");
            try (AgentConnection client = agent.connector(Wiring.Role.SCREEN).connect(event -> {}, problem -> {})) {
                assertEquals(ProcessHandle.current().pid(), client.welcome().pid());
                Replies.await(client.send(new Request.ListHosts()), Duration.ofSeconds(30));
            }
            agent.connector(Wiring.Role.SCREEN)
                    .connect(event -> {}, problem -> {})
                    .close();
        }

        assertEquals(1, made.size());
        assertFalse(Files.exists(made.getFirst().socket().resolveSibling("")));
        assertFalse(Files.exists(usual.socket()));
        assertFalse(Files.exists(usual.state()));
        assertNotNull(fleet.end);
    }

    @Test
    void fleetThatCannotBeMadeIsTold() {
        Client client = TestAgent.client(TestAgent.places(directory), TestAgent.BUILD);
        try (InProcessAgent agent = new InProcessAgent(role -> client, false, (places, config) -> {
            throw Problem.of(Problem.Code.USAGE, "No.").asException();
        })) {
            assertThrows(
                    ProblemException.class,
                    () -> agent.connector(Wiring.Role.SCREEN).connect(event -> {}, problem -> {}));
        }
    }

    private InProcessAgent open(Places usual) {
        return new InProcessAgent(role -> TestAgent.client(usual, TestAgent.BUILD), false, (places, config) -> {
            made.add(places);
            return fleet;
        });
    }
}
