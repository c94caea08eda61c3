package dev.berth.tui;

import dev.berth.api.AgentConnection;
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
    private final long began = System.nanoTime();
    private long bytes;
    private long last = began;
    private boolean closed;
    private @Nullable AgentConnection connection;

    Carriage(AgentConnection.Connector connector, Errand errand, Consumer<Event.Progress> told) {
        this.connector = connector;
        this.errand = errand;
        this.told = told;
    }

    /** Blocks until it is done. */
    void run() throws ProblemException, InterruptedException {
        new Carrier(this::carried, this::count, this::said).carry(errand);
    }

    private int carried(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        try (AgentConnection made = connector.connect(event -> {}, lost -> {})) {
            if (!accepted(made)) {
                throw Problem.of(Problem.Code.INTERRUPTED, "It was cancelled.").asException();
            }
            return made.stream(request, streams);
        }
    }

    private synchronized boolean accepted(AgentConnection made) {
        connection = made;
        return !closed;
    }

    private synchronized void count(long more) {
        bytes += more;
        long now = System.nanoTime();
        if (now - last > EVERY) {
            last = now;
            double seconds = (now - began) / 1e9;
            tell("carried", Words.bytes(bytes) + " carried, " + Words.bytes(bytes / seconds) + "/s");
        }
    }

    private void said(String line) {
        tell("output", RemoteText.oneLine(line, LONGEST_STEP));
    }

    private void tell(String step, String text) {
        told.accept(new Event.Progress(step, text, Event.StepState.RUNNING, null));
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
