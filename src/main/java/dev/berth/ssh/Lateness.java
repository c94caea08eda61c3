package dev.berth.ssh;

/**
 * How late the line to a host is: the least time in which the host has answered, since a longer one tells of its work as
 * well. Safe for use by several threads.
 */
final class Lateness {
    private long least = Long.MAX_VALUE;

    synchronized void answered(long nanos) {
        least = Math.min(least, nanos);
    }

    /** In nanoseconds; {@link Long#MAX_VALUE} while the host has answered nothing. */
    synchronized long nanos() {
        return least;
    }
}
