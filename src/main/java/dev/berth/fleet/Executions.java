package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.link.Command;
import dev.berth.link.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
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

    int run(Request.Exec request, Session session, InputStream stdin, OutputStream stdout, OutputStream stderr)
            throws ProblemException, InterruptedException {
        long start = System.nanoTime();
        Integer exit = null;
        try {
            exit = pipe(request, session, stdin, stdout, stderr);
            return exit;
        } finally {
            String place = request.container() == null ? "" : request.container() + ": ";
            String line = place + new Command(request.command()).line();
            session.journal().ran(line, exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }

    private static int pipe(
            Request.Exec request, Session session, InputStream stdin, OutputStream stdout, OutputStream stderr)
            throws ProblemException, InterruptedException {
        String container = request.container();
        try (RemoteCommand running = container == null
                ? session.link().start(new Command(request.command()))
                : session.docker().execStream(container, ContainerCommand.of(request.command()))) {
            Thread.ofVirtual().name("exec-stdin").start(() -> feed(stdin, running));
            Thread errors = Thread.ofVirtual().name("exec-stderr").start(() -> pass(running.stderr(), stderr));
            pass(running.stdout(), stdout);
            errors.join();
            return running.await(FOR_EXIT);
        } catch (IOException lost) {
            throw Session.linkLost(request.host(), lost).asException(lost);
        }
    }

    /** This thread only waits, so that ending it closes the log and cuts nothing off in the middle of a read. */
    int log(Request.ContainerLog request, Session session, OutputStream stdout, OutputStream stderr)
            throws ProblemException, InterruptedException {
        CompletableFuture<@Nullable Void> output = new CompletableFuture<>();
        try (Docker.Log log = session.docker().logs(request.container(), request.part())) {
            Thread errors = Thread.ofVirtual().name("log-stderr").start(() -> pass(log.stderr(), stderr));
            Thread.ofVirtual().name("log-stdout").start(() -> {
                try {
                    log.stdout().transferTo(stdout);
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
