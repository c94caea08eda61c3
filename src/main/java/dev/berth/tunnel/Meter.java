package dev.berth.tunnel;

import dev.berth.api.TunnelStatus.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What passed in the last minute, from counts that only grow. Its monitor guards it. */
final class Meter {
    static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(Traffic.STEP_SECONDS);
    private static final int STEPS = 60 / Traffic.STEP_SECONDS;

    /** A ring; the step that goes on is at {@code step % STEPS}. */
    private final long[] in = new long[STEPS];

    private final long[] out = new long[STEPS];
    private final long start;
    private long step;
    private long seenIn;
    private long seenOut;

    Meter(long now) {
        this.start = now;
    }

    /** @param now of System.nanoTime() */
    synchronized void look(long now, long totalIn, long totalOut) {
        long current = (now - start) / STEP_NANOS;
        for (long gone = Math.max(step + 1, current - STEPS + 1); gone <= current; gone++) {
            in[at(gone)] = 0;
            out[at(gone)] = 0;
        }
        step = Math.max(step, current);
        in[at(step)] += totalIn - seenIn;
        out[at(step)] += totalOut - seenOut;
        seenIn = totalIn;
        seenOut = totalOut;
    }

    private static int at(long step) {
        return (int) (step % STEPS);
    }

    /** Something passed within the minute, so that what is told will change by itself. */
    synchronized boolean lively() {
        for (int i = 0; i < STEPS; i++) {
            if (in[i] + out[i] > 0) {
                return true;
            }
        }
        return false;
    }

    synchronized Traffic traffic(long now) {
        if (!lively()) {
            return Traffic.NONE;
        }
        List<Long> recent = new ArrayList<>();
        for (long each = step - STEPS + 1; each <= step; each++) {
            recent.add(each < 0 ? 0L : in[at(each)] + out[at(each)]);
        }
        return new Traffic(rate(in, now), rate(out, now), recent);
    }

    /** Over the step that goes on and the one before it. */
    private long rate(long[] steps, long now) {
        long bytes = steps[at(step)] + (step > 0 ? steps[at(step - 1)] : 0);
        long nanos = now - start - Math.max(0, step - 1) * STEP_NANOS;
        return Math.round(bytes * 1e9 / Math.max(nanos, STEP_NANOS / 4));
    }
}
