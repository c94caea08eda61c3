package dev.berth.jupyter;

import dev.berth.api.Event.Progress;
import dev.berth.api.Event.StepState;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.link.CommandJournal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ends servers with all they started. */
record Stopper(CommandJournal journal) {
    private static final Logger LOG = Logger.getLogger(Stopper.class.getName());
    /** Tenths of a second: enough to end its kernels and write its log; a kernel that hangs would take it ten seconds. */
    private static final String PATIENCE = "12";

    private static final String NO_PATIENCE = "0";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration TO_ASK = Duration.ofSeconds(3);

    /** The engine tells a container's end some moments after its processes are gone. */
    private static final Duration TO_BE_SEEN = Duration.ofSeconds(2);

    private static final Duration SOON = Duration.ofMillis(50);

    void stop(Place place, FoundServer server, Consumer<Progress> progress) throws ProblemException {
        String what = Plan.name(server.info().kind()) + " on " + server.info().end() + " " + place.inside();
        progress.accept(new Progress("shutdown", "stopping " + what, StepState.RUNNING, null));
        Map<String, String> parameters = new HashMap<>();
        parameters.put("PID", Long.toString(server.serverPid()));
        parameters.put(
                "STARTED",
                server.info().started() == null
                        ? ""
                        : Long.toString(server.info().started().getEpochSecond()));
        parameters.put("OWN", "");
        parameters.put("NAME", StartScript.name(place.containerId()));
        // one on a Unix socket names a port that it has not: another may have it
        parameters.put(
                "PORT",
                server.info().socket() == null ? Integer.toString(server.info().port()) : "0");
        parameters.put("PATIENCE", PATIENCE);
        JupyterApi api = new JupyterApi(
                server.route(), server.secure(), server.basePath(), server.token(), place.label(), journal, false);
        String left = end(place, Script.of("stop", parameters), () -> ask(api));
        if (left != null) {
            progress.accept(new Progress("shutdown", what + " does not end", StepState.FAILED, left));
            throw notEnded(what, left).asException();
        }
        progress.accept(new Progress("shutdown", what + " is stopped", StepState.DONE, null));
    }

    /** Ends what a start had begun. False where that failed. Throws nothing: the reason for it is already on its way. */
    boolean abandon(Place place, String own) {
        Map<String, String> parameters =
                Map.of("PID", "", "STARTED", "", "OWN", own, "NAME", "", "PORT", "", "PATIENCE", NO_PATIENCE);
        try {
            return end(place, Script.of("stop", parameters), () -> {}) == null;
        } catch (ProblemException failure) {
            LOG.log(Level.INFO, "a start that was given up could not be stopped", failure);
            return false;
        }
    }

    /**
     * @param ask asks it to end by itself; called once its processes are noted
     * @return null once all is gone, else what is left
     */
    private static @Nullable String end(Place place, Script stop, Runnable ask) throws ProblemException {
        try (ScriptRun running = new ScriptRun(place.open(stop, Place.Rights.ROOT), LIMIT)) {
            for (String line; (line = running.next()) != null; ) {
                if (line.equals("gone")) {
                    return null;
                } else if (line.startsWith("tree")) {
                    Thread.ofVirtual().name("jupyter-shutdown").start(ask);
                } else if (line.startsWith("left")) {
                    return RemoteLine.clean(line.substring("left".length()));
                }
            }
        }
        return afterBreak(place);
    }

    /** A server that was the container's first process takes the container, and our script, with it. */
    private static @Nullable String afterBreak(Place place) throws ProblemException {
        long end = System.nanoTime() + TO_BE_SEEN.toNanos();
        while (running(place)) {
            if (System.nanoTime() > end) {
                return "unknown";
            }
            LockSupport.parkNanos(SOON.toNanos());
        }
        return null;
    }

    private static boolean running(Place place) throws ProblemException {
        try {
            place.check();
            return true;
        } catch (ProblemException stopped) {
            if (stopped.problem().code() == Code.CONTAINER_NOT_RUNNING
                    || stopped.problem().code() == Code.CONTAINER_NOT_FOUND) {
                return false;
            }
            throw stopped;
        }
    }

    private static void ask(JupyterApi api) {
        try {
            api.shutdown(TO_ASK);
        } catch (IOException gone) {
            // It often is, before it could answer; where it is not, signals follow.
            LOG.log(Level.FINE, "asking a server to shut down", gone);
        }
    }

    private static Problem notEnded(String what, String left) {
        return left.equals("unknown")
                ? Problem.of(
                        Code.TIMEOUT,
                        "Whether " + what + " has ended could not be seen in time.",
                        "Look for it in the list of servers.")
                : Problem.of(
                        Code.COMMAND_FAILED,
                        what + " does not end, not even when killed; left are processes " + left + ".",
                        "A process that waits for a device or a network file system ends when that answers;"
                                + " otherwise its owner or root has to end it.");
    }
}
