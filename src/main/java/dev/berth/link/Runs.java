package dev.berth.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a command to its end: its streams are read side by side, so that neither can block the other. */
public final class Runs {
    private Runs() {}

    static Output run(Link link, Command command, byte[] input, Duration deadline, int limit) throws IOException {
        long start = System.nanoTime();
        RemoteCommand running = link.start(command);
        Duration left = deadline.minusNanos(System.nanoTime() - start);
        return toEnd(running, command.line(), input, left, limit);
    }

    /**
     * Takes a running command to its end, and closes it.
     *
     * @param name what it is called where it did not end in time
     */
    public static Output toEnd(RemoteCommand running, String name, byte[] input, Duration deadline, int limit)
            throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        try (running) {
            CompletableFuture<Taken> out = taking(running.stdout(), limit);
            CompletableFuture<Taken> err = taking(running.stderr(), limit);
            feed(running, input);
            Taken stdout = await(out, end, name);
            Taken stderr = await(err, end, name);
            int exit = running.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            return new Output(exit, stdout.bytes, stderr.bytes, stdout.truncated || stderr.truncated);
        }
    }

    /**
     * Waits for a command's exit code.
     *
     * @throws DeadlineException where it does not come in time
     * @throws IOException with the message that ended {@code exit}, where the command was lost
     */
    public static int exit(CompletableFuture<Integer> exit, Duration deadline) throws IOException {
        try {
            return exit.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new DeadlineException("the command did not end in time");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IOException(cause == null ? "the command was lost" : cause.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private record Taken(byte[] bytes, boolean truncated) {}

    private static CompletableFuture<Taken> taking(InputStream in, int limit) {
        CompletableFuture<Taken> taken = new CompletableFuture<>();
        Thread.ofVirtual().name("remote-output").start(() -> {
            try {
                taken.complete(take(in, limit));
            } catch (IOException e) {
                taken.completeExceptionally(e);
            }
        });
        return taken;
    }

    private static Taken take(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        boolean truncated = false;
        for (int n; (n = in.read(buffer)) >= 0; ) {
            int room = Math.min(n, limit - kept.size());
            kept.write(buffer, 0, room);
            truncated |= room < n;
        }
        return new Taken(kept.toByteArray(), truncated);
    }

    /** On a thread of its own: a command may print before it has read all, or never read. */
    private static void feed(RemoteCommand running, byte[] input) {
        Thread.ofVirtual().name("remote-input").start(() -> {
            try (OutputStream stdin = running.stdin()) {
                stdin.write(input);
            } catch (IOException ended) {
                // the command's own end tells more than a broken pipe
            }
        });
    }

    private static Taken await(CompletableFuture<Taken> taken, long end, String name) throws IOException {
        try {
            return taken.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new DeadlineException("no end in time: " + name);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
