package dev.berth.agent;

import dev.berth.api.AgentConnection;
import dev.berth.api.Event;
import dev.berth.api.Places;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Wiring.Role;
import dev.berth.config.ConfigFile;
import dev.berth.config.FileReasons;
import dev.berth.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The agent inside this process, for {@code --no-agent} and the demo: the same server on a socket of its own. Starts with
 * the first connection. Its state lies beside that socket and ends with it, since the file of the world belongs to an
 * agent that may be running.
 */
public final class InProcessAgent implements AutoCloseable {

    private final Function<Role, Client> clients;
    private final Client client;
    private final boolean demo;
    private final FleetMaker maker;
    private @Nullable AgentServer server;
    private @Nullable Path directory;

    /** @param clients who connects; their places but for socket and state are the agent's */
    public InProcessAgent(Function<Role, Client> clients, boolean demo, FleetMaker maker) {
        this.clients = clients;
        this.client = clients.apply(Role.SCREEN);
        this.demo = demo;
        this.maker = maker;
    }

    public AgentConnection.Connector connector(Role role) {
        return new AgentConnection.Connector() {
            @Override
            public AgentConnection connect(Consumer<Event> events, Consumer<Problem> lost)
                    throws ProblemException, InterruptedException {
                Client inside = inside(role);
                AgentConnection agent = new AgentConnector(inside, List.of()).connectIfRunning(events, lost);
                if (agent == null) {
                    throw Problem.of(
                                    Code.AGENT_UNREACHABLE, "The agent in this process has ended.", "Start Berth anew.")
                            .asException();
                }
                return agent;
            }

            @Override
            public @Nullable AgentConnection connectIfRunning(Consumer<Event> events, Consumer<Problem> lost)
                    throws ProblemException, InterruptedException {
                return connect(events, lost);
            }
        };
    }

    /** The client with the socket of the server in this process, which is started by the first who asks. */
    private synchronized Client inside(Role role) throws ProblemException {
        try {
            Path own = directory;
            if (own == null) {
                // made readable by this user alone
                own = Files.createTempDirectory("berth-");
                directory = own;
            }
            Places places = placesIn(own);
            if (server == null) {
                server = open(places);
            }
            Client who = clients.apply(role);
            return new Client(places, who.build(), who.config(), who.environment(), role);
        } catch (IOException failed) {
            throw Problem.of(
                            Code.AGENT_UNREACHABLE,
                            "Cannot make a socket for this process: " + FileReasons.of(failed) + ".",
                            "Make the directory for temporary files writable.")
                    .asException(failed);
        }
    }

    private Places placesIn(Path own) {
        Places usual = client.places();
        return new Places(
                usual.sshConfig(), usual.config(), own.resolve("state.json"), usual.log(), own.resolve("agent.sock"));
    }

    private AgentServer open(Places places) throws ProblemException, IOException {
        Fleet fleet = maker.make(places, ConfigFile.read(places.config()));
        try {
            return AgentServer.open(new AgentServer.Options(places, fleet, client.build(), demo));
        } catch (IOException failed) {
            fleet.close(Fleet.End.STOP);
            throw failed;
        }
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
        }
        if (directory != null) {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException leftBehind) {
                log().log(Level.FINE, "a temporary directory was left behind", leftBehind);
            }
        }
    }

    /** Not a constant: setting up the JDK's logging takes a start 5 ms, and most have nothing to log. */
    private static Logger log() {
        return Logger.getLogger(InProcessAgent.class.getName());
    }
}
