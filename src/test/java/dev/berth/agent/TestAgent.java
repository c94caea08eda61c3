package dev.berth.agent;

import dev.berth.api.Event;
import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Wiring.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of a fake fleet in this process, and clients of it. */
final class TestAgent implements AutoCloseable {
    static final String BUILD = Build.of("1.0", 2_000_000_000);

    final FakeFleet fleet = new FakeFleet();
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Problem> lost = new LinkedBlockingQueue<>();
    final Places places;
    final AgentServer server;

    TestAgent(Path directory) throws IOException {
        places = places(directory);
        server = AgentServer.open(new AgentServer.Options(places, fleet, BUILD, false));
    }

    static Places places(Path directory) {
        return new Places(
                null,
                directory.resolve("config.yaml"),
                directory.resolve("state/state.json"),
                directory.resolve("state/agent.log"),
                directory.resolve("agent.sock"));
    }

    static Client client(Places places, String build) {
        return new Client(places, build, null, Map.of("PATH", "/bin"), Role.SCREEN);
    }

    /** A client whose events and loss arrive in the queues here. */
    AgentClient connect() throws ProblemException, InterruptedException {
        return (AgentClient) new AgentConnector(client(places, BUILD), List.of()).connect(events::add, lost::add);
    }

    @Override
    public void close() {
        server.close();
    }
}
