package dev.berth.tui.term;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keyboard as a remote shell reads it. What is typed while the shell is still being opened waits here; while the shell
 * takes nothing, so does the keyboard. Once the shell has ended, what is typed is lost rather than taken for keys of the
 * screen.
 */
public final class ShellInput extends InputStream implements RawSink {
    private static final int MOST = 256 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> typed = new ArrayDeque<>();
    private int held;
    private int taken;
    private boolean ended;

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        byte[] chunk = new byte[length];
        System.arraycopy(bytes, offset, chunk, 0, length);
        lock.lock();
        try {
            while (held >= MOST && !ended) {
                changed.awaitUninterruptibly();
            }
            if (!ended && length > 0) {
                typed.add(chunk);
                held += length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (typed.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            return take(typed.peek(), buffer, offset, length);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte @Nullable [] chunk, byte[] buffer, int offset, int length) {
        if (chunk == null || ended) {
            return -1;
        }
        int part = Math.min(length, chunk.length - taken);
        System.arraycopy(chunk, taken, buffer, offset, part);
        taken += part;
        held -= part;
        if (taken == chunk.length) {
            typed.remove();
            taken = 0;
        }
        changed.signalAll();
        return part;
    }

    /** The shell has ended: its reader sees the end, and nobody waits any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
