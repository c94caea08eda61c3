package dev.berth.tui.model;

import java.time.Instant;

/**
 * The moment an event came.
 *
 * @param nanos of {@link System#nanoTime}, for durations
 * @param at for the age of what the agent dated
 */
public record Now(long nanos, Instant at) {
    public static final long SECOND = 1_000_000_000L;

    private static final long SPINNER_STEP = SECOND / 10;

    public static Now read() {
        return new Now(System.nanoTime(), Instant.now());
    }

    /** Seconds from this moment until {@code later}, 0 where that is past. */
    public long secondsUntil(long later) {
        return Math.max(0, (later - nanos + SECOND - 1) / SECOND);
    }

    public boolean isBefore(long other) {
        return nanos - other < 0;
    }

    /** The picture a spinner shows now. */
    public long spin() {
        return nanos / SPINNER_STEP;
    }
}
