package dev.berth.tunnel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells of changes by one thread, so that they come in order: of a new state at once, of byte counts a few times a
 * second.
 */
final class Changes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Changes.class.getName());
    private static final long COUNTS_APART = TimeUnit.MILLISECONDS.toNanos(300);

    private final Runnable tell;
    private final BooleanSupplier lively;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean state;
    private boolean closed;
    /** Written under the lock; read without it, since each block of data that passes asks. */
    private volatile boolean counts;

    /** @param lively what was told grows old by itself, and is told anew now and then */
    Changes(Runnable tell, BooleanSupplier lively) {
        this.tell = tell;
        this.lively = lively;
        Thread.ofVirtual().name("tunnel-changes").start(this::run);
    }

    void state() {
        lock.lock();
        try {
            state = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    void counts() {
        if (counts) {
            return;
        }
        lock.lock();
        try {
            counts = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What changed before is still told. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            long told = System.nanoTime() - COUNTS_APART;
            while (await(told)) {
                told = System.nanoTime();
                told();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void told() {
        try {
            tell.run();
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, "a tunnel's change was not taken", broken);
        }
    }

    private long pause(long told) {
        if (counts) {
            return told + COUNTS_APART - System.nanoTime();
        }
        return lively.getAsBoolean() ? told + Meter.STEP_NANOS - System.nanoTime() : Long.MAX_VALUE;
    }

    /** Waits for something to tell; false once closed with nothing left. */
    private boolean await(long told) throws InterruptedException {
        lock.lock();
        try {
            boolean old = false;
            while (!state && !old && !closed) {
                long wait = pause(told);
                old = wait <= 0;
                if (!old) {
                    news.awaitNanos(wait);
                }
            }
            boolean some = state || counts || old;
            state = false;
            counts = false;
            return some;
        } finally {
            lock.unlock();
        }
    }
}
