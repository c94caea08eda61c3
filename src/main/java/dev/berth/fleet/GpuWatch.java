package dev.berth.fleet;

import dev.berth.api.Gpu;
import dev.berth.api.ProblemException;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * At most one stream of GPU readings. Each has a token that is there before it is opened: an end that comes early or
 * late, and a stop while it opens, are known to be of that stream and no other.
 */
final class GpuWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GpuWatch.class.getName());

    /** Opens a stream; {@code ended} may be called before this returns. */
    interface Source {
        AutoCloseable open(Consumer<List<Gpu>> readings, Runnable ended) throws ProblemException;
    }

    private static final class Token {
        @Nullable
        AutoCloseable stream;
    }

    private final Source source;
    private final Consumer<List<Gpu>> readings;
    private final Runnable ended;
    private @Nullable Token current;
    private boolean closed;

    /** @param ended a stream ended that nobody had stopped */
    GpuWatch(Source source, Consumer<List<Gpu>> readings, Runnable ended) {
        this.source = source;
        this.readings = readings;
        this.ended = ended;
    }

    synchronized boolean running() {
        return current != null;
    }

    private synchronized boolean isCurrent(Token token) {
        return current == token;
    }

    /** Nothing happens where one runs already. Blocks until the host has started it. */
    void start() throws ProblemException {
        Token token = new Token();
        synchronized (this) {
            if (closed || current != null) {
                return;
            }
            current = token;
        }
        boolean opened = false;
        try {
            AutoCloseable stream = source.open(gpus -> take(token, gpus), () -> end(token));
            opened = true;
            keep(token, stream);
        } finally {
            if (!opened) {
                forget(token);
            }
        }
    }

    private void keep(Token token, AutoCloseable stream) {
        synchronized (this) {
            if (current == token) {
                token.stream = stream;
                return;
            }
        }
        close(stream);
    }

    private void take(Token token, List<Gpu> gpus) {
        if (isCurrent(token)) {
            readings.accept(gpus);
        }
    }

    private void end(Token token) {
        if (forget(token)) {
            ended.run();
        }
    }

    private synchronized boolean forget(Token token) {
        boolean known = current == token;
        if (known) {
            current = null;
        }
        return known;
    }

    void stop() {
        AutoCloseable stream;
        synchronized (this) {
            stream = current == null ? null : current.stream;
            current = null;
        }
        close(stream);
    }

    private static void close(@Nullable AutoCloseable stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (Exception e) {
                LOG.log(Level.FINE, "on closing", e);
            }
        }
    }

    /** Stops for good. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stop();
    }
}
