package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.Window;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.link.Command;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemotePty;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Passes through what a client lends its connection to: a command on a host or in a container, or a container's log. */
final class Executions {
    private static final Logger LOG = Logger.getLogger(Executions.class.getName());

    /** A person's command may run as long as it wants; this only bounds the wait for its exit code at its end. */
    private static final Duration FOR_EXIT = Duration.ofDays(365);

    /** Prefers bash; the container's own environment and user. */
    private static final List<String> CONTAINER_SHELL =
            List.of("sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh");

    int run(Request.Exec request, Session session, Streams streams) throws ProblemException, InterruptedException {
        return run(request, title(request), session, streams);
    }

    /** @param title what it is called in the command log */
    int run(Request.Exec request, String title, Session session, Streams streams)
            throws ProblemException, InterruptedException {
        long start = System.nanoTime();
        Integer exit = null;
        try {
            exit = pipe(request, session, streams);
            return exit;
        } finally {
            session.journal().ran(title, exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }

    private static String title(Request.Exec request) {
        String place = request.container() == null ? "" : request.container() + ": ";
        List<String> command = request.command();
        return place + (command.isEmpty() ? "shell" : new Command(command).line());
    }

    private static int pipe(Request.Exec request, Session session, Streams streams)
            throws ProblemException, InterruptedException {
        try (RemoteCommand running = started(request, session, streams.window())) {
            Thread.ofVirtual().name("exec-stdin").start(() -> feed(streams.stdin(), running));
            Thread errors =
                    Thread.ofVirtual().name("exec-stderr").start(() -> pass(running.stderr(), streams.stderr()));
            pass(running.stdout(), streams.stdout());
            errors.join();
            return running.await(FOR_EXIT);
        } catch (OpenRefusedException refused) {
            throw Problem.of(Problem.Code.COMMAND_FAILED, refused.getMessage() + ".")
                    .asException(refused);
        } catch (IOException lost) {
            throw Session.linkLost(request.host(), lost).asException(lost);
        }
    }

    private static RemoteCommand started(Request.Exec request, Session session, Window window)
            throws ProblemException, IOException {
        Request.Pty terminal = request.pty();
        if (terminal != null) {
            RemotePty pty = onPty(request, terminal, session);
            window.follow((columns, rows) -> resize(pty, columns, rows));
            return pty;
        }
        String container = request.container();
        return container == null
                ? session.link().start(new Command(request.command()))
                : session.docker().execStream(container, ContainerCommand.of(request.command()));
    }

    private static RemotePty onPty(Request.Exec request, Request.Pty terminal, Session session)
            throws ProblemException, IOException {
        String container = request.container();
        List<String> command = request.command();
        if (container == null) {
            Command given = command.isEmpty() ? null : new Command(command);
            return session.link().pty(given, terminal.term(), terminal.columns(), terminal.rows());
        }
        List<String> argv = command.isEmpty() ? CONTAINER_SHELL : command;
        ContainerCommand inside = new ContainerCommand(argv, null, List.of("TERM=" + terminal.term()), null);
        return session.docker().pty(container, inside, terminal.columns(), terminal.rows());
    }

    private static void resize(RemotePty pty, int columns, int rows) {
        try {
            pty.resize(columns, rows);
        } catch (IOException ended) {
            LOG.log(Level.FINE, "size of a pty", ended);
        }
    }

    /** This thread only waits, so that ending it closes the log and cuts nothing off in the middle of a read. */
    int log(Request.ContainerLog request, Session session, Streams streams)
            throws ProblemException, InterruptedException {
        CompletableFuture<@Nullable Void> output = new CompletableFuture<>();
        try (Docker.Log log = session.docker().logs(request.container(), request.part())) {
            Thread errors = Thread.ofVirtual().name("log-stderr").start(() -> pass(log.stderr(), streams.stderr()));
            Thread.ofVirtual().name("log-stdout").start(() -> {
                try {
                    log.stdout().transferTo(streams.stdout());
                    output.complete(null);
                } catch (IOException broken) {
                    output.completeExceptionally(broken);
                }
            });
            output.get();
            errors.join();
            return 0;
        } catch (ExecutionException broken) {
            throw brokenOff(request, session, broken);
        }
    }

    private static ProblemException brokenOff(
            Request.ContainerLog request, Session session, ExecutionException broken) {
        if (!session.link().isOpen() && broken.getCause() instanceof IOException lost) {
            return Session.linkLost(request.host(), lost).asException(lost);
        }
        return Problem.of(
                        Problem.Code.DOCKER_UNREACHABLE,
                        "The log of " + request.container() + " on " + request.host() + " broke off.",
                        "See there whether the engine runs: systemctl status docker")
                .asException(broken);
    }

    private static void feed(InputStream stdin, RemoteCommand running) {
        try (OutputStream to = running.stdin()) {
            stdin.transferTo(to);
        } catch (IOException ended) {
            LOG.log(Level.FINE, "stdin of a command", ended);
        }
    }

    private static void pass(InputStream from, OutputStream to) {
        try {
            from.transferTo(to);
        } catch (IOException ended) {
            LOG.log(Level.FINE, "output of a command", ended);
        }
    }
}
