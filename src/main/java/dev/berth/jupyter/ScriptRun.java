package dev.berth.jupyter;

import dev.berth.link.RemoteCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A script on its way, read line by line. It is closed at its deadline: reading ends then. */
final class ScriptRun implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ScriptRun.class.getName());
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST = 1 << 20;
    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("script-deadline").start(task);

    private final RemoteCommand command;
    private final InputStream lines;
    private final CompletableFuture<Void> deadline;
    private int taken;

    ScriptRun(RemoteCommand command, Duration limit) {
        this.command = command;
        this.lines = new java.io.BufferedInputStream(command.stdout());
        this.deadline = new CompletableFuture<Void>().completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
        deadline.thenRunAsync(this::closeQuietly, VIRTUAL);
        // Nobody reads its errors, and unread ones could fill the window it writes into.
        Thread.ofVirtual().name("script-errors").start(this::drainErrors);
    }

    /** The next line; null at the end, whatever ended it. */
    @Nullable
    String next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int b; (b = lines.read()) >= 0; ) {
                if (b == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                if (++taken > MOST) {
                    return null;
                }
                if (line.size() < LONGEST_LINE) {
                    line.write(b);
                }
            }
            return null;
        } catch (IOException ended) {
            LOG.log(Level.FINE, "a script's output ended", ended);
            return null;
        }
    }

    private void drainErrors() {
        // Not closed: closing one stream of a command may close the whole, with what of the others is yet to be read.
        InputStream errors = command.stderr();
        try {
            byte[] buffer = new byte[1024];
            int read;
            do {
                read = errors.read(buffer);
            } while (read >= 0);
        } catch (IOException ended) {
            LOG.log(Level.FINEST, "a script's errors ended", ended);
        }
    }

    private void closeQuietly() {
        try {
            command.close();
        } catch (IOException alreadyGone) {
            LOG.log(Level.FINE, "closing a script", alreadyGone);
        }
    }

    @Override
    public void close() {
        deadline.cancel(false);
        closeQuietly();
    }
}
