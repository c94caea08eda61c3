package dev.berth.http;

import dev.berth.link.ByteStream;
import dev.berth.link.DeadlineException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A deadline for the use of a stream: once it has passed, the stream is closed, which wakes whoever is blocked in it. An
 * interrupt is no way to do so, since it would close the connection that all streams share.
 */
public final class Cutoff implements AutoCloseable {
    private final Duration deadline;
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private volatile boolean passed;

    private Cutoff(Duration deadline) {
        this.deadline = deadline;
    }

    public static Cutoff closing(ByteStream stream, Duration deadline) {
        Cutoff cutoff = new Cutoff(deadline);
        cutoff.timer.thenRunAsync(
                () -> {
                    cutoff.passed = true;
                    closeQuietly(stream);
                },
                task -> Thread.ofVirtual().name("stream-cutoff").start(task));
        cutoff.timer.completeOnTimeout(null, deadline.toNanos(), TimeUnit.NANOSECONDS);
        return cutoff;
    }

    /** The deadline in place of {@code failure}, where it was what ended the stream. */
    public IOException reason(IOException failure) {
        if (!passed) {
            return failure;
        }
        DeadlineException late = new DeadlineException("no whole answer in " + seconds(deadline));
        late.initCause(failure);
        return late;
    }

    /** The deadline is over, and the stream with it. */
    public boolean passed() {
        return passed;
    }

    private static String seconds(Duration deadline) {
        return deadline.toMillis() % 1000 == 0 ? deadline.toSeconds() + " s" : deadline.toMillis() + " ms";
    }

    /** Calls the deadline off; a timer that was called off is forgotten at once. */
    @Override
    public void close() {
        timer.cancel(false);
    }

    private static void closeQuietly(ByteStream stream) {
        try {
            stream.close();
        } catch (IOException gone) {
            // it was to go
        }
    }
}
