package dev.berth.ssh;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How large the receive windows of all channels may be together, but for the least that each gets: what hosts may have us
 * hold in memory. Half of what is left at most goes to one request, so that a late channel still finds some.
 */
final class WindowBudget {
    /** One for the process, since memory is the process's. */
    static final WindowBudget SHARED = new WindowBudget(24L << 20);

    private final long all;
    private final AtomicLong left;

    WindowBudget(long bytes) {
        all = bytes;
        left = new AtomicLong(bytes);
    }

    /** For a channel's start: of one half only, so that idle channels leave the other to those that are full of data. */
    boolean takeToStart(long bytes) {
        for (long now = left.get(); now - bytes >= all / 2; now = left.get()) {
            if (left.compareAndSet(now, now - bytes)) {
                return true;
            }
        }
        return false;
    }

    /** For a window that grows. */
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
