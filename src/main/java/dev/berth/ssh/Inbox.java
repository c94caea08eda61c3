package dev.berth.ssh;

import dev.berth.link.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that came in on one direction of a channel, until they are read. Its lock is never held over anything that
 * can block, since the thread that reads the connection needs it.
 */
final class Inbox extends InputStream {
    private static final int START = 4096;
    /** Of the ring, written at once: the host hears of it soon, and sends on meanwhile. */
    private static final int PIECE = 32 << 10;

    private final ReceiveWindow window;
    private final Gathering gathering;
    private final IntConsumer widen;
    private final Runnable close;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** A ring: the oldest byte is at {@code head}. */
    private byte[] ring = new byte[START];

    private int head;
    private int count;
    /** Gets what comes at once, as long as nothing waits. */
    private @Nullable Sink sink;

    private boolean ended;
    private boolean finished;
    private @Nullable String broken;

    /**
     * @param widen sends a window adjustment; may block
     * @param close ends the channel
     */
    Inbox(ReceiveWindow window, Gathering gathering, IntConsumer widen, Runnable close) {
        this.window = window;
        this.gathering = gathering;
        this.widen = widen;
        this.close = close;
    }

    /** Takes data in. False where the host sent more than it may. */
    boolean receive(byte[] data, int from, int length) {
        boolean waits;
        lock.lock();
        try {
            if (!window.take(length)) {
                return false;
            }
            if (ended) {
                return true;
            }
            if (sink == null) {
                put(ByteBuffer.wrap(data, from, length));
                return true;
            }
            waits = count > 0;
        } finally {
            lock.unlock();
        }
        if (waits) {
            // packets may have been gathered since the one that had to wait, and came before this one
            gathering.handOn();
            pass(ByteBuffer.wrap(data, from, length));
        } else {
            gathering.add(this, data, from, length);
        }
        return true;
    }

    /** Hands on what was gathered: at once what goes at once, behind what waits already; the rest waits. */
    void pass(ByteBuffer gathered) {
        int passed = gathered.remaining();
        lock.lock();
        try {
            if (sink == null || ended) {
                return;
            }
            if (count > 0) {
                put(gathered);
                return;
            }
            try {
                sink.offer(gathered);
            } catch (IOException broken) {
                // whoever writes from the ring meets it too, and is the one to end the stream
            }
            passed -= gathered.remaining();
            if (gathered.hasRemaining()) {
                put(gathered);
            }
        } finally {
            lock.unlock();
        }
        int more = window.read(passed, 0);
        if (more > 0) {
            // which may wait for a packet that is on its way out, and this thread must go on reading
            Thread.ofVirtual().name("ssh-widen").start(() -> widen.accept(more));
        }
    }

    private void put(ByteBuffer data) {
        int length = data.remaining();
        if (ring.length - count < length) {
            grow(count + length);
        }
        int tail = (head + count) % ring.length;
        int first = Math.min(length, ring.length - tail);
        data.get(ring, tail, first);
        data.get(ring, 0, length - first);
        count += length;
        changed.signalAll();
    }

    /** The window bounds what can come, so this never grows beyond {@link ReceiveWindow#LARGEST} by more than a half. */
    private void grow(int needed) {
        byte[] larger = new byte[Math.max(needed, ring.length * 2)];
        take(larger, 0, count);
        ring = larger;
        head = 0;
    }

    private void take(byte[] into, int at, int length) {
        int first = Math.min(length, ring.length - head);
        System.arraycopy(ring, head, into, at, first);
        System.arraycopy(ring, 0, into, at + first, length - first);
    }

    /** The far end finished this direction: what came before can still be read. */
    void finish() {
        end(true, null);
    }

    /** The channel ended: what came can still be read, then {@code reason} is thrown; the end where it is null. */
    void breakOff(@Nullable String reason) {
        end(false, reason);
    }

    private void end(boolean inOrder, @Nullable String reason) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                finished = inOrder;
                broken = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closed here: nothing of it is wanted any more. */
    void discard() {
        lock.lock();
        try {
            ended = true;
            if (!finished) {
                broken = "closed";
            }
            count = 0;
            ring = new byte[0];
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The far end finished in good order. */
    boolean finished() {
        lock.lock();
        try {
            return finished;
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
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int taken;
        lock.lock();
        try {
            awaitData();
            if (count == 0) {
                return -1;
            }
            taken = Math.min(length, count);
            take(into, at, taken);
        } finally {
            lock.unlock();
        }
        taken(taken);
        return taken;
    }

    /**
     * To a {@link Sink}, data goes on by the thread that brings it, as long as nothing waits; what does wait is written from
     * here, and lies in the ring until it is written, since data that comes is put behind it, and into another ring where
     * this one is too small.
     *
     * @return how much went by this thread
     */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        if (out instanceof Sink direct) {
            offerTo(direct);
        }
        long all = 0;
        while (true) {
            byte[] held;
            int from;
            int length;
            lock.lock();
            try {
                awaitData();
                if (count == 0) {
                    return all;
                }
                held = ring;
                from = head;
                length = Math.min(Math.min(count, ring.length - head), PIECE);
            } finally {
                lock.unlock();
            }
            out.write(held, from, length);
            taken(length);
            all += length;
        }
    }

    private void offerTo(Sink direct) {
        lock.lock();
        try {
            sink = direct;
        } finally {
            lock.unlock();
        }
    }

    /** The reader has the oldest so many bytes. */
    private void taken(int length) {
        int waiting;
        lock.lock();
        try {
            if (count == 0) {
                // discarded meanwhile
                return;
            }
            count -= length;
            // what follows goes to where the processor's cache still has it, not all around a large ring
            head = count == 0 ? 0 : (head + length) % ring.length;
            waiting = count;
        } finally {
            lock.unlock();
        }
        int more = window.read(length, waiting);
        if (more > 0) {
            widen.accept(more);
        }
    }

    private void awaitData() throws IOException {
        while (count == 0) {
            if (ended && broken != null) {
                throw new IOException(broken);
            }
            if (ended) {
                return;
            }
            try {
                changed.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
