package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.DeadlineException;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import dev.berth.route.Outlet;
import dev.berth.route.Route;
import dev.berth.route.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host itself, with the rights of the user that the link came in as. */
record HostPlace(String host, Link link, CommandJournal journal) implements Place {
    private static final int MOST = 1 << 20;
    private static final Duration TO_DETACH = Duration.ofSeconds(10);

    @Override
    public @Nullable String container() {
        return null;
    }

    @Override
    public @Nullable String containerId() {
        return null;
    }

    @Override
    public Output run(Script script, Rights rights, Duration deadline) throws ProblemException {
        return run(script, deadline, false);
    }

    /** @param poll made by a watcher (for the command log) */
    Output run(Script script, Duration deadline, boolean poll) throws ProblemException {
        return run(new Command(script.argv()), script.text(), deadline, poll);
    }

    private Output run(Command command, byte[] input, Duration deadline, boolean poll) throws ProblemException {
        long start = System.nanoTime();
        Integer exit = null;
        try {
            Output output = link.run(command, input, deadline, MOST);
            exit = output.exit();
            return output;
        } catch (IOException failure) {
            throw problem(failure);
        } finally {
            journal.ran(command.line(), exit, Duration.ofNanos(System.nanoTime() - start), poll);
        }
    }

    @Override
    public RemoteCommand open(Script script, Rights rights) throws ProblemException {
        Command command = new Command(script.argv());
        try {
            RemoteCommand running = link.start(command);
            journal.ran(command.line(), null, Duration.ZERO, false);
            OutputStream stdin = running.stdin();
            stdin.write(script.text());
            stdin.close();
            return running;
        } catch (IOException failure) {
            throw problem(failure);
        }
    }

    /** A session of its own, so that nothing that becomes of ours reaches it. */
    @Override
    public void detach(List<String> argv) throws ProblemException {
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                "if command -v setsid >/dev/null; then setsid \"$@\"; else nohup \"$@\"; fi "
                        + "</dev/null >/dev/null 2>&1 &",
                "sh"));
        words.addAll(argv);
        run(new Command(words), new byte[0], TO_DETACH, false);
    }

    @Override
    public Route route(int port, List<Listener> listeners) {
        return Routes.toHost(link, Listener.dialled(port, listeners), port);
    }

    @Override
    public Route route(String socket) throws ProblemException {
        return Routes.toUnixSocket(Outlet.of(host, link), socket);
    }

    @Override
    public void check() throws ProblemException {
        if (!link.isOpen()) {
            throw problem(new IOException("the link is closed"));
        }
    }

    /** What we may not look into is not ours; root may look into everything. */
    @Override
    public boolean foreign(ServerFacts facts) {
        return facts.sealed();
    }

    private ProblemException problem(IOException failure) {
        if (failure instanceof DeadlineException) {
            return Problem.of(
                            Problem.Code.TIMEOUT,
                            host + " did not answer in time when asked about its Jupyter servers.",
                            "Try again; if it stays so, the box may be overloaded.")
                    .asException(failure);
        }
        return Problem.of(Problem.Code.LINK_LOST, "The connection to " + host + " was lost.", "Connect again.")
                .asException(failure);
    }
}
