package dev.berth.tui;

import dev.berth.api.AgentConnection;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.tui.model.Followed;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container's log over a connection of its own. Lines are handed on a few times a second at most, and of those that came
 * meanwhile only as many as the screen keeps: a container that floods its log must not flood the screen.
 */
final class LogFeed implements AutoCloseable {
    private static final Executor SOON = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);
    private static final int LONGEST_LINE = 16 << 10;

    private final AgentConnection.Connector connector;
    private final Request.ContainerLog log;
    private final Consumer<List<String>> told;
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean telling;
    private boolean closed;
    private @Nullable AgentConnection connection;

    LogFeed(AgentConnection.Connector connector, Request.ContainerLog log, Consumer<List<String>> told) {
        this.connector = connector;
        this.log = log;
        this.told = told;
    }

    /** Blocks until the log ends. Returns why it broke off; null where it ended by itself, or was closed. */
    @Nullable
    Problem run() {
        Problem problem = null;
        try (AgentConnection made = connector.connect(event -> {}, lost -> {})) {
            if (accepted(made)) {
                Splitter stdout = new Splitter();
                Splitter stderr = new Splitter();
                made.stream(log, Streams.piped(InputStream.nullInputStream(), stdout, stderr));
                stdout.end();
                stderr.end();
            }
        } catch (ProblemException failed) {
            problem = failed.problem();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        tell();
        return isClosed() ? null : problem;
    }

    private synchronized boolean accepted(AgentConnection made) {
        connection = made;
        return !closed;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void add(String line) {
        if (waiting.size() == Followed.MOST_LINES) {
            waiting.removeFirst();
        }
        waiting.add(line);
        if (!telling) {
            telling = true;
            SOON.execute(this::tell);
        }
    }

    private synchronized void tell() {
        telling = false;
        if (!waiting.isEmpty() && !closed) {
            told.accept(List.copyOf(waiting));
            waiting.clear();
        }
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

    /** One stream of the log in lines. Of a line that was overwritten, as progress bars do, what was written last stands. */
    private final class Splitter extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean returned;

        @Override
        public void write(int b) {
            if (b == '\n') {
                add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (b != '\r') {
                if (returned) {
                    line.reset();
                }
                line.write(b);
                if (line.size() == LONGEST_LINE) {
                    end();
                }
            }
            returned = b == '\r';
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }

        /** What is left of a last line without an end. */
        void end() {
            if (line.size() > 0) {
                add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }
}
