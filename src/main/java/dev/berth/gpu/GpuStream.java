package dev.berth.gpu;

import dev.berth.api.Problem;
import dev.berth.link.Link;
import dev.berth.link.RemoteCommand;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** nvidia-smi in its loop: one thread reads it, another ends it where it falls silent. */
final class GpuStream implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GpuStream.class.getName());
    private static final int MOST_LINE = 8192;
    private static final int SILENT_TICKS = 4;
    /** Without persistence mode a driver can take seconds to wake before the first row. */
    private static final Duration WAKE = Duration.ofSeconds(20);

    private final String host;
    private final Link link;
    private final RemoteCommand command;
    private final Duration every;
    private final Ticks ticks;
    private final Consumer<End> ended;
    private final long started = System.nanoTime();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long lastGpu = started + WAKE.toNanos();
    private volatile boolean closed;
    private volatile boolean silent;

    /** @param problem null where the stream was closed */
    record End(@Nullable Problem problem, Duration took) {}

    GpuStream(String host, Link link, RemoteCommand command, Duration every, Ticks ticks, Consumer<End> ended) {
        this.host = host;
        this.link = link;
        this.command = command;
        this.every = every;
        this.ticks = ticks;
        this.ended = ended;
    }

    void start() {
        Thread.ofVirtual().name("gpu-stream").start(this::run);
        Thread.ofVirtual().name("gpu-watchdog").start(this::watch);
    }

    private void run() {
        IOException failure = null;
        try {
            command.stdin().write(SmiScript.stream());
            command.stdin().flush();
            read();
        } catch (IOException failed) {
            failure = failed;
        } finally {
            hangUp();
            done.countDown();
        }
        ended.accept(new End(problem(failure), Duration.ofNanos(System.nanoTime() - started)));
    }

    private void read() throws IOException {
        InputStream in = new BufferedInputStream(command.stdout());
        byte[] bytes = new byte[MOST_LINE];
        int length = 0;
        for (int b; ticks.running() && (b = in.read()) >= 0; ) {
            if (b != '\n') {
                // the rest of a longer line is dropped
                if (length < MOST_LINE) {
                    bytes[length++] = (byte) b;
                }
                continue;
            }
            take(new String(bytes, 0, length, StandardCharsets.UTF_8), System.nanoTime());
            length = 0;
        }
    }

    private void take(String line, long now) {
        if (line.startsWith("g ")) {
            lastGpu = Math.max(lastGpu, now);
        }
        try {
            ticks.take(line, now);
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, "a GPU reading was not taken", broken);
        }
    }

    private @Nullable Problem problem(@Nullable IOException failure) {
        if (closed) {
            return null;
        }
        if (silent) {
            return SmiFailure.hung(host);
        }
        Problem said = ticks.problem();
        if (said != null) {
            return said;
        }
        if (!link.isOpen()) {
            return SmiFailure.lost(host);
        }
        return failure == null ? SmiFailure.of(host, 255, "it ended by itself") : SmiFailure.of(host, link, failure);
    }

    private void watch() {
        long patience = every.multipliedBy(SILENT_TICKS).toNanos();
        try {
            while (true) {
                long left = lastGpu + patience - System.nanoTime();
                if (left <= 0) {
                    silent = true;
                    hangUp();
                    return;
                }
                if (done.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void hangUp() {
        try {
            command.close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "the link went first", gone);
        }
    }

    @Override
    public void close() {
        closed = true;
        hangUp();
    }
}
