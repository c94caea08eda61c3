package dev.berth.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import dev.berth.link.ByteQueue;
import dev.berth.link.DeadlineException;
import dev.berth.link.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A command in a container with its streams open, on a connection of its own. */
final class ExecStream implements RemoteCommand {
    /** The engine closes the connection a moment before it knows the exit code. */
    private static final long FIRST_PAUSE_MILLIS = 2;

    private static final long LONGEST_PAUSE_MILLIS = 100;

    /** Sorts the output of a command as it comes: in frames, or on a pty all as it is. Reads to its end. */
    interface Sorting {
        void sort(InputStream in, ByteQueue stdout, ByteQueue stderr) throws IOException;
    }

    /** What is told of a started command, and how to end one whose connection was closed. */
    interface Control {
        InspectExecResponse inspect() throws IOException;

        void hangUp();
    }

    private final EngineConnection connection;
    private final Control control;
    private final ByteQueue stdout = new ByteQueue();
    private final ByteQueue stderr = new ByteQueue();
    private final CompletableFuture<@Nullable IOException> outputEnded = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    ExecStream(EngineConnection connection, Control control) {
        this.connection = connection;
        this.control = control;
    }

    void start(Sorting sorting) {
        Thread.ofVirtual().name("docker-exec-output").start(() -> {
            IOException failure = null;
            try {
                sorting.sort(connection.input(), stdout, stderr);
            } catch (IOException broken) {
                failure = broken;
            } finally {
                stdout.end(failure);
                stderr.end(failure);
                outputEnded.complete(failure);
            }
        });
    }

    @Override
    public OutputStream stdin() {
        return connection.output();
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public int await(Duration deadline) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        IOException failure = awaitOutput(end);
        if (failure != null) {
            throw failure;
        }
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            InspectExecResponse exec = control.inspect();
            Long code = exec.getExitCodeLong();
            if (!Boolean.TRUE.equals(exec.isRunning()) && code != null) {
                return code.intValue();
            }
            if (end - System.nanoTime() < 0) {
                throw new DeadlineException("the command did not end in time");
            }
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private @Nullable IOException awaitOutput(long end) throws IOException {
        try {
            return outputEnded.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new DeadlineException("the command did not end in time");
        } catch (ExecutionException never) {
            throw new IOException(never);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * The engine leaves a command running whose connection went: unlike sshd it has no signal for that, so one is sent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean over = outputEnded.isDone();
        connection.close();
        stdout.close();
        stderr.close();
        if (!over) {
            Thread.ofVirtual().name("docker-exec-hangup").start(control::hangUp);
        }
    }
}
