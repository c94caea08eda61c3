package dev.berth.link;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that one thread puts in and another reads. Holds back whoever fills it while it is full, as a channel's window
 * does; once its reader closed it, what comes is dropped.
 */
public final class ByteQueue extends InputStream {
    private static final int CAPACITY = 256 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private int offset;
    private int held;
    private boolean ended;
    private boolean dropping;
    private @Nullable IOException failure;

    /** Takes the array over. */
    public void put(byte[] chunk) {
        lock.lock();
        try {
            while (held >= CAPACITY && !dropping && !ended) {
                changed.awaitUninterruptibly();
            }
            if (chunk.length > 0 && !dropping && !ended) {
                chunks.add(chunk);
                held += chunk.length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** No more will come; the reader gets what is held and then the end, or the failure. */
    public void end(@Nullable IOException reason) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int at, int length) throws IOException {
        lock.lock();
        try {
            while (chunks.isEmpty() && !ended && !dropping && length > 0) {
                changed.awaitUninterruptibly();
            }
            if (length == 0) {
                return 0;
            }
            byte[] chunk = chunks.peek();
            return chunk == null ? endOrFail() : take(chunk, buffer, at, length);
        } finally {
            lock.unlock();
        }
    }

    private int endOrFail() throws IOException {
        if (failure != null && !dropping) {
            throw new IOException(failure.getMessage(), failure);
        }
        return -1;
    }

    private int take(byte[] chunk, byte[] buffer, int at, int length) {
        int n = Math.min(length, chunk.length - offset);
        System.arraycopy(chunk, offset, buffer, at, n);
        offset += n;
        held -= n;
        if (offset == chunk.length) {
            chunks.remove();
            offset = 0;
        }
        changed.signalAll();
        return n;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            dropping = true;
            chunks.clear();
            offset = 0;
            held = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
