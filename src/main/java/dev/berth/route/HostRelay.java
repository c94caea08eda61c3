package dev.berth.route;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries connections of a host by commands, where its SSH server forbids forwards. Each is a session of its own, of which
 * sshd allows ten by default, so that only a few are open at once. One for each link; safe for use by several threads.
 */
public final class HostRelay {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LIMIT = 4 << 10;
    private static final int MOST = 5;

    /** What else runs there must find a session, too: watchers, and docker where it goes by commands. */
    private static final int OTHERS = 1;

    private final String host;
    private final Link link;
    private final Semaphore free = new Semaphore(MOST);
    private final ReentrantLock looking = new ReentrantLock();
    private @Nullable List<RelayTool> tools;

    /** @param host for messages */
    public HostRelay(String host, Link link) {
        this.host = host;
        this.link = link;
    }

    ByteStream tcp(String address, int port) throws IOException {
        return open(false, tool -> tool.command(address, port));
    }

    ByteStream unix(String path) throws IOException {
        return open(true, tool -> tool.command(path));
    }

    private interface Line {
        List<String> of(RelayTool tool);
    }

    private ByteStream open(boolean socket, Line line) throws IOException {
        RelayTool tool;
        try {
            tool = tool(socket);
        } catch (ProblemException none) {
            throw refused(none);
        }
        if (link.spare() <= OTHERS || !free.tryAcquire()) {
            throw new OpenRefusedException(Reason.BUSY, "no session of " + host + " is free for a relay");
        }
        return RelayStream.open(() -> link.start(new Command(line.of(tool))), free::release);
    }

    private static OpenRefusedException refused(ProblemException none) {
        OpenRefusedException refused =
                new OpenRefusedException(Reason.BUSY, none.problem().message());
        refused.initCause(none);
        return refused;
    }

    /**
     * The program that would relay.
     *
     * @param socket it has to reach a Unix socket
     * @throws ProblemException NOT_SUPPORTED where there is none, or where the host runs no commands
     */
    RelayTool tool(boolean socket) throws ProblemException {
        looking.lock();
        try {
            List<RelayTool> found = tools;
            if (found == null) {
                found = look();
                tools = found;
            }
            return found.stream()
                    .filter(tool -> !socket || tool.reachesSockets())
                    .findFirst()
                    .orElseThrow(() -> none("has no " + names(socket)).asException());
        } catch (IOException untold) {
            throw none("runs no command for it").asException(untold);
        } finally {
            looking.unlock();
        }
    }

    private List<RelayTool> look() throws IOException {
        List<String> names =
                Arrays.stream(RelayTool.values()).map(RelayTool::executable).toList();
        Output output =
                link.run(Command.script(RelayTool.FIND, names.toArray(String[]::new)), new byte[0], DEADLINE, LIMIT);
        if (!output.ok()) {
            throw new IOException("exit code " + output.exit());
        }
        List<String> there = output.out().lines().toList();
        return Arrays.stream(RelayTool.values())
                .filter(tool -> there.contains(tool.executable()))
                .toList();
    }

    private static String names(boolean socket) {
        List<String> names = new ArrayList<>();
        for (RelayTool tool : RelayTool.values()) {
            if (!socket || tool.reachesSockets()) {
                names.add(tool.executable());
            }
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    private Problem none(String why) {
        return Problem.of(
                Code.NOT_SUPPORTED,
                host + " " + why + " to relay a connection.",
                "Install python3 there, or have AllowTcpForwarding allowed.");
    }
}
