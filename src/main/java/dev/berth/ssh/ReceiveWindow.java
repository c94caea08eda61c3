package dev.berth.ssh;

/**
 * How many bytes the host may still send on a channel. It starts small and doubles each time a whole window was taken in
 * and read away again, so that a long line is filled by those who keep up, and memory is not promised to the others.
 * Safe for use by several threads.
 */
final class ReceiveWindow {
    static final int START = 256 << 10;
    static final int LARGEST = 8 << 20;

    private final WindowBudget budget;
    private int size = START;
    private int left = START;
    private int consumed;
    private long takenSinceGrowth;
    private boolean closed;

    ReceiveWindow(WindowBudget budget) {
        this.budget = budget;
    }

    /** Data arrived. False where it is more than was allowed. */
    synchronized boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        takenSinceGrowth += bytes;
        return true;
    }

    /**
     * Data was read.
     *
     * @param drained hardly any is waiting to be read
     * @return by how many bytes to widen the host's view of the window; mostly 0, to spare packets
     */
    synchronized int read(int bytes, boolean drained) {
        consumed += bytes;
        if (closed || left > size / 2) {
            return 0;
        }
        int more = consumed;
        if (drained && takenSinceGrowth >= size && size < LARGEST && budget.take(size)) {
            more += size;
            size *= 2;
            takenSinceGrowth = 0;
        }
        consumed = 0;
        left += more;
        return more;
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            budget.giveBack(size - START);
        }
    }
}
