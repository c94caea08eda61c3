package dev.berth.route;

import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks who listens in a container's network. The host can tell by the container's first process, whatever the image has;
 * where it can't (an engine that counts pids elsewhere, /proc closed to others) the container is asked.
 */
final class ListenerLook {
    private static final Logger LOG = Logger.getLogger(ListenerLook.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LIMIT = 1 << 20;

    /** The control group proves that the pid is the container's; 0A is a listener's state. */
    private static final String ON_HOST = """
            grep -qF "$2" "/proc/$1/cgroup" && [ -r "/proc/$1/net/tcp" ] || exit 3
            grep -h ' 0A ' "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null; exit 0
            """;

    private ListenerLook() {}

    /** Null where nobody can tell. */
    static @Nullable Listeners at(Link link, Docker docker, ContainerDetails container, int port)
            throws ProblemException {
        try {
            Output output = link.run(
                    Command.script(ON_HOST, Long.toString(container.pid()), container.id()),
                    new byte[0],
                    DEADLINE,
                    LIMIT);
            if (output.ok() && container.pid() > 0) {
                return Listeners.parse(output.out(), port);
            }
        } catch (IOException failure) {
            LOG.log(Level.FINE, "the host did not tell its listeners", failure);
        }
        return inside(docker, container, port);
    }

    private static @Nullable Listeners inside(Docker docker, ContainerDetails container, int port)
            throws ProblemException {
        ContainerCommand command = ContainerCommand.of(List.of("cat", "/proc/net/tcp", "/proc/net/tcp6"));
        try {
            Output output = docker.exec(container.id(), command, new byte[0], DEADLINE, LIMIT);
            boolean told = output.out().contains("local_address") && !output.truncated();
            return told ? Listeners.parse(output.out(), port) : null;
        } catch (ProblemException failure) {
            if (failure.problem().code() == Code.TIMEOUT || failure.problem().code() == Code.COMMAND_FAILED) {
                return null;
            }
            throw failure;
        }
    }
}
