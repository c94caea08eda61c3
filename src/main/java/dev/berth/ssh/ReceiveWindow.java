package dev.berth.ssh;

/**
 * How many bytes the host may still send on a channel. It starts small, smaller yet where many channels are open, and
 * doubles each time a whole window was taken in and read away again, so that a late line is filled by those who keep up,
 * and memory is not promised to the others. Safe for use by several threads.
 */
final class ReceiveWindow {
    static final int START = 256 << 10;
    /** What a channel gets that finds nothing left. */
    static final int LEAST = 16 << 10;

    /** As much as ssh allows. On a line that is not late more would only be on its way, out of the processor's cache. */
    static final int ENOUGH = 2 << 20;

    static final int LARGEST = 8 << 20;

    private final WindowBudget budget;
    private final Lateness lateness;
    private final int given;
    private int size;
    private int left;
    private int consumed;
    /** Bytes, in how long. */
    private long taken;

    private long takenSince = System.nanoTime();
    private boolean closed;

    ReceiveWindow(WindowBudget budget, Lateness lateness) {
        this.budget = budget;
        this.lateness = lateness;
        this.given = budget.takeToStart(START) ? 0 : LEAST;
        this.size = given == 0 ? START : given;
        this.left = size;
    }

    /** What the host is told when the channel is opened. */
    synchronized int size() {
        return size;
    }

    /** Data arrived. False where it is more than was allowed. */
    synchronized boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        taken += bytes;
        return true;
    }

    /**
     * Data was read.
     *
     * @param waiting how many are still waiting to be read
     * @return by how many bytes to widen the host's view of the window; mostly 0, to spare packets
     */
    synchronized int read(int bytes, int waiting) {
        consumed += bytes;
        if (closed || consumed < size / 4) {
            return 0;
        }
        int more = consumed;
        if (waiting <= size / 4 && taken >= size && size < LARGEST) {
            if (tight() && budget.take(size)) {
                more += size;
                size *= 2;
            }
            taken = 0;
            takenSince = System.nanoTime();
        }
        consumed = 0;
        left += more;
        return more;
    }

    /** A host that is held up sends about a window for each answer. */
    private boolean tight() {
        double each = (double) taken / Math.max(1, System.nanoTime() - takenSince);
        return size < ENOUGH || size < 2 * each * lateness.nanos();
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            budget.giveBack(size - given);
        }
    }
}
