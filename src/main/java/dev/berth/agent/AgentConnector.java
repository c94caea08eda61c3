package dev.berth.agent;

import dev.berth.api.AgentConnection;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.config.FileReasons;
import dev.berth.config.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the agent of one world: to the one that runs, else to one it starts. An older agent is replaced, unless a
 * shell is open through it.
 */
public final class AgentConnector implements AgentConnection.Connector {
    /** From the first try until a new agent has to answer. */
    private static final Duration START = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Client client;
    private final List<String> command;

    /** @param command starts an agent of this world, such as {@code berth agent run} */
    public AgentConnector(Client client, List<String> command) {
        this.client = client;
        this.command = List.copyOf(command);
    }

    @Override
    public @Nullable AgentConnection connectIfRunning(Consumer<Event> events, Consumer<Problem> lost)
            throws ProblemException, InterruptedException {
        return greeted(events, lost);
    }

    @Override
    public AgentConnection connect(Consumer<Event> events, Consumer<Problem> lost)
            throws ProblemException, InterruptedException {
        AgentClient running = fitting(events, lost);
        return running == null ? start(events, lost) : running;
    }

    /** The agent that runs; null where none does, or one that is to be replaced. */
    private @Nullable AgentClient fitting(Consumer<Event> events, Consumer<Problem> lost)
            throws ProblemException, InterruptedException {
        try {
            AgentClient running = greeted(events, lost);
            if (running != null
                    && Build.isNewer(client.build(), running.welcome().build())) {
                running.close();
                return null;
            }
            return running;
        } catch (ProblemException refused) {
            if (refused.problem().code() == Code.AGENT_OTHER_VERSION) {
                return null;
            }
            throw refused;
        }
    }

    private @Nullable AgentClient greeted(Consumer<Event> events, Consumer<Problem> lost)
            throws ProblemException, InterruptedException {
        AgentClient agent;
        try {
            agent = AgentClient.open(socket(), events, lost);
        } catch (IOException nobody) {
            return null;
        }
        boolean greeted = false;
        try {
            greeted = agent.greet(client.hello(), ANSWER) != null;
            return greeted ? agent : null;
        } finally {
            if (!greeted) {
                agent.close();
            }
        }
    }

    /** Of several starters one holds the lock; the others wait for it, and then find its agent. */
    private AgentClient start(Consumer<Event> events, Consumer<Problem> lost)
            throws ProblemException, InterruptedException {
        PrivateDirectory.make(directory());
        long deadline = System.nanoTime() + START.toNanos();
        try (FileLock lock = FileLock.take(lockFile(), () -> System.nanoTime() - deadline > 0)) {
            if (lock == null) {
                throw Problem.of(
                                Code.AGENT_UNREACHABLE,
                                "Another Berth is starting the agent, and takes too long.",
                                "Try again; the agent's log is "
                                        + client.places().log() + ".")
                        .asException();
            }
            AgentClient running = fitting(events, lost);
            if (running != null) {
                return running;
            }
            stopOlder();
            return new AgentStarter(client.places(), command).start(() -> greeted(events, lost), deadline);
        } catch (IOException failed) {
            throw Problem.of(
                            Code.AGENT_UNREACHABLE,
                            "Cannot lock " + lockFile() + " to start the agent: " + FileReasons.of(failed) + ".",
                            "Make its directory writable.")
                    .asException(failed);
        }
    }

    /** Its tunnels come back with the new one. */
    private void stopOlder() throws ProblemException, InterruptedException {
        AgentClient older;
        try {
            older = AgentClient.open(socket(), event -> {}, problem -> {});
        } catch (IOException nobody) {
            return;
        }
        try (older) {
            Reply.Agent status = Replies.await(older.send(new Request.AgentStatus()), ANSWER);
            if (Build.isNewer(status.build(), client.build())) {
                throw other("This Berth is older than its agent, which is " + status.build() + ".", "Update it.");
            }
            if (status.shells() > 0) {
                throw other(
                        "The agent is of an older Berth, " + status.build() + ", and a shell is open through it.",
                        "Leave the shell and try again, or run `berth agent restart`.");
            }
            Replies.await(older.send(new Request.StopAgent(false, true)), ANSWER);
        }
    }

    private static ProblemException other(String message, String next) {
        return Problem.of(Code.AGENT_OTHER_VERSION, message, next).asException();
    }

    private Path socket() {
        return client.places().socket();
    }

    private Path directory() {
        return socket().toAbsolutePath().resolveSibling("");
    }

    private Path lockFile() {
        return directory().resolve(socket().getFileName() + ".start");
    }
}
