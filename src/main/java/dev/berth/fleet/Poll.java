package dev.berth.fleet;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads something again and again on a virtual thread of its own: at once when poked, else after the interval that holds
 * at that moment. Closing it lets a read on its way end by itself; the session it reads from is closed by then.
 */
final class Poll implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Poll.class.getName());

    private final Supplier<@Nullable Duration> interval;
    private final Runnable read;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean due;
    private boolean closed;
    private long lastRead = System.nanoTime();

    /**
     * Starts reading at once.
     *
     * @param interval null: only when poked
     */
    Poll(String name, Supplier<@Nullable Duration> interval, Runnable read) {
        this.interval = interval;
        this.read = read;
        this.due = interval.get() != null;
        Thread.ofVirtual().name(name).start(this::run);
    }

    /** Reads as soon as a read on its way has ended. */
    void poke() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the interval again. */
    void reconsider() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitDue()) {
                readOnce();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOnce() {
        try {
            read.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a read failed", e);
        }
    }

    private boolean awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !due) {
                Duration wait = interval.get();
                if (wait == null) {
                    changed.await();
                } else {
                    long left = wait.toNanos() - (System.nanoTime() - lastRead);
                    if (left <= 0 || changed.awaitNanos(left) <= 0) {
                        due = true;
                    }
                }
            }
            due = false;
            lastRead = System.nanoTime();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
