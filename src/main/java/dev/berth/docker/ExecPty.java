package dev.berth.docker;

import dev.berth.link.ByteQueue;
import dev.berth.link.RemotePty;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A command on a pty of a container. */
final class ExecPty implements RemotePty {
    private static final Logger LOG = Logger.getLogger(ExecPty.class.getName());
    private static final int PIECE = 32 << 10;

    /** Asks the engine for another size. */
    interface Resizing {
        void resize(int columns, int rows) throws IOException;
    }

    private record Size(int columns, int rows) {}

    private final ExecStream stream;
    private final Resizing resizing;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Size newest;

    ExecPty(ExecStream stream, Resizing resizing, int columns, int rows) {
        this.stream = stream;
        this.resizing = resizing;
        this.newest = new Size(columns, rows);
        stream.start(ExecPty::pass);
        // engines before 23.0 don't take the size with the start
        resize(columns, rows);
    }

    private static void pass(InputStream in, ByteQueue stdout, ByteQueue stderr) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            stdout.put(Arrays.copyOf(piece, n));
        }
    }

    /** Keys must not wait for it: the engine answers only once the command has started. */
    @Override
    public void resize(int columns, int rows) {
        newest = new Size(columns, rows);
        Thread.ofVirtual().name("docker-exec-resize").start(this::askForNewest);
    }

    private void askForNewest() {
        asking.lock();
        try {
            Size size = newest;
            resizing.resize(size.columns, size.rows);
        } catch (IOException refused) {
            LOG.log(Level.FINE, "a pty in a container kept its size", refused);
        } finally {
            asking.unlock();
        }
    }

    @Override
    public OutputStream stdin() {
        return stream.stdin();
    }

    @Override
    public InputStream stdout() {
        return stream.stdout();
    }

    @Override
    public InputStream stderr() {
        return stream.stderr();
    }

    @Override
    public int await(Duration deadline) throws IOException {
        return stream.await(deadline);
    }

    @Override
    public void close() {
        stream.close();
    }
}
