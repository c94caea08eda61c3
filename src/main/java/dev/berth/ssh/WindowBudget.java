package dev.berth.ssh;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the receive windows of all channels together may grow beyond their start: what hosts may have us hold in
 * memory. Half of what is left at most goes to one request, so that a late channel still finds some.
 */
final class WindowBudget {
    /** One for the process, since memory is the process's. */
    static final WindowBudget SHARED = new WindowBudget(64L << 20);

    private final AtomicLong left;

    WindowBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    boolean take(long bytes) {
        for (long now = left.get(); bytes <= now / 2; now = left.get()) {
            if (left.compareAndSet(now, now - bytes)) {
                return true;
            }
        }
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
