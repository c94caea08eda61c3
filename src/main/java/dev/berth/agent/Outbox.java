package dev.berth.agent;

import dev.berth.api.Protocol;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written on a connection. Lines are posted without waiting: a later state of the same thing replaces
 * an earlier one that was not written yet, and a reader who lets too many pile up loses the connection. Frames wait for
 * room, which is how a slow reader slows a command down. One thread runs {@link #write}.
 */
final class Outbox {
    /** Lines that nobody fetched. A screen that stands still for long has one a host and one a request. */
    static final int MOST_LINES = 4_000;

    private static final int MOST_FRAMES = 8;
    private static final int BUFFER = 64 << 10;

    private final OutputStream out;
    private final Runnable dropped;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, Object> waiting = new LinkedHashMap<>();
    private boolean framesOnly;
    private boolean ended;
    private boolean written;

    /** @param dropped closes the connection; called where its reader is too slow or gone */
    Outbox(OutputStream out, Runnable dropped) {
        this.out = new BufferedOutputStream(out, BUFFER);
        this.dropped = dropped;
    }

    void post(Line line) {
        post(new Object(), line);
    }

    /** Posts a line that stands for all earlier ones of the same {@code subject}. */
    void post(Object subject, Line line) {
        boolean tooMany;
        lock.lock();
        try {
            if (ended || framesOnly) {
                return;
            }
            // to the end, even where it replaces one: a list posted in between is older than this
            waiting.remove(subject);
            waiting.put(subject, line);
            tooMany = waiting.size() > MOST_LINES;
            if (tooMany) {
                giveUp();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (tooMany) {
            dropped.run();
        }
    }

    /** Nothing that is posted arrives any more. */
    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Posts the last line; from here on only frames go out. */
    void startFrames(Line last) {
        post(last);
        lock.lock();
        try {
            framesOnly = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room. @throws IOException where the connection has ended */
    void put(WireFrame frame) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= MOST_FRAMES && !ended) {
                changed.await();
            }
            if (ended) {
                throw new IOException("the connection has ended");
            }
            waiting.put(new Object(), frame);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes: the writer writes what waits, and returns. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the writer has returned. */
    void awaitWritten(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            while (!written && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The writer: runs until {@link #end} or until the other side is gone, and then ends the connection. */
    void write() {
        boolean otherLeft = false;
        try {
            writeAll();
        } catch (IOException gone) {
            // the reader finds the same, behind the last words that the other side may have left
            otherLeft = true;
        } catch (InterruptedException ending) {
            // whoever ends this knows why
        } catch (RuntimeException bug) {
            log().log(Level.SEVERE, "a line could not be written", bug);
        } finally {
            lock.lock();
            try {
                giveUp();
                written = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (!otherLeft) {
                dropped.run();
            }
        }
    }

    private void writeAll() throws IOException, InterruptedException {
        Object message = take();
        while (message != null) {
            // not a switch over types: the method handles it makes take a start 15 ms
            if (message instanceof Line line) {
                out.write(line.text().getBytes(StandardCharsets.UTF_8));
            } else if (message instanceof WireFrame frame) {
                write(frame);
            } else {
                throw new IllegalStateException("unknown message " + message.getClass());
            }
            message = take();
        }
        out.flush();
    }

    /** Flushes before it waits, so that lines which come together leave together. Null at the end. */
    private @Nullable Object take() throws IOException, InterruptedException {
        if (isEmpty()) {
            out.flush();
        }
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !ended) {
                changed.await();
            }
            Iterator<Object> first = waiting.values().iterator();
            if (!first.hasNext()) {
                return null;
            }
            Object message = first.next();
            first.remove();
            changed.signalAll();
            return message;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void write(WireFrame frame) throws IOException {
        out.write(frame.type().ordinal());
        int length = frame.bytes().length;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(length >> shift & 0xff);
        }
        out.write(frame.bytes());
    }

    private void giveUp() {
        ended = true;
        waiting.clear();
    }

    /** Splits {@code bytes} where a frame would be too long. */
    void put(Protocol.Frame type, byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        for (int done = 0; done < length; done += BUFFER) {
            int part = Math.min(BUFFER, length - done);
            byte[] copy = new byte[part];
            System.arraycopy(bytes, offset + done, copy, 0, part);
            put(new WireFrame(type, copy));
        }
    }

    /** Not a constant: setting up the JDK's logging takes a start 5 ms, and most have nothing to log. */
    private static Logger log() {
        return Logger.getLogger(Outbox.class.getName());
    }
}
