package dev.berth.tui;

import dev.berth.api.AgentConnection;
import dev.berth.api.BuildSteps;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.carry.Carrier;
import dev.berth.carry.Errand;
import dev.berth.tui.table.Words;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One errand over connections of its own, which tells how far it is a few times a second at most. */
final class Carriage implements AutoCloseable {
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int LONGEST_STEP = 200;

    private final AgentConnection.Connector connector;
    private final Errand errand;
    private final Consumer<Event.Progress> told;
    private final BuildSteps steps;
    private final long began = System.nanoTime();
    private long bytes;
    private long last = began;
    private boolean closed;
    /** More was carried since docker last told something. */
    private boolean sending = true;

    private @Nullable AgentConnection connection;

    Carriage(AgentConnection.Connector connector, Errand errand, Consumer<Event.Progress> told) {
        this.connector = connector;
        this.errand = errand;
        this.told = told;
        this.steps = new BuildSteps(told);
    }

    /** Blocks until it is done. */
    void run() throws ProblemException, InterruptedException {
        Carrier carrier = new Carrier(this::carried, this::afterwards, this::count, this::said);
        boolean done = false;
        try {
            carrier.carry(errand);
            done = true;
        } catch (ProblemException brokeOff) {
            throw isClosed()
                    ? new Problem(Problem.Code.INTERRUPTED, "It was cancelled.", carrier.left(), null)
                            .asException(brokeOff)
                    : brokeOff;
        } finally {
            if (errand instanceof Errand.Build) {
                tell("carried", carried(), Event.StepState.DONE);
                steps.ended(done);
            }
        }
    }

    private int carried(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        try (AgentConnection made = connector.connect(event -> {}, lost -> {})) {
            if (!accepted(made)) {
                throw Problem.of(Problem.Code.INTERRUPTED, "It was cancelled.").asException();
            }
            return made.stream(request, streams);
        }
    }

    private int afterwards(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        try (AgentConnection made = connector.connect(event -> {}, lost -> {})) {
            return made.stream(request, streams);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean accepted(AgentConnection made) {
        connection = made;
        return !closed;
    }

    private synchronized void count(long more) {
        bytes += more;
        sending = true;
        long now = System.nanoTime();
        if (now - last > EVERY) {
            last = now;
            double seconds = (now - began) / 1e9;
            tell("carried", carried() + ", " + Words.bytes(bytes / seconds) + "/s", Event.StepState.RUNNING);
        }
    }

    private synchronized String carried() {
        return Words.bytes(bytes) + " carried";
    }

    private void said(String line) {
        if (errand instanceof Errand.Build) {
            sent();
            steps.line(line);
        } else {
            tell("output", RemoteText.oneLine(line, LONGEST_STEP), Event.StepState.RUNNING);
        }
    }

    private synchronized void sent() {
        if (sending) {
            sending = false;
            tell("carried", carried(), Event.StepState.DONE);
        }
    }

    private void tell(String step, String text, Event.StepState state) {
        told.accept(new Event.Progress(step, text, state, null));
    }

    @Override
    public void close() {
        AgentConnection open;
        synchronized (this) {
            closed = true;
            open = connection;
        }
        if (open != null) {
            open.close();
        }
    }
}
