package dev.berth.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides when an agent that nobody stops has no more reason to live. */
final class Lifetime {
    /** How long an agent that holds nothing waits for the next client. */
    static final Duration IDLE = Duration.ofMinutes(1);

    private long idleSince;

    Lifetime(long nanos) {
        idleSince = nanos;
    }

    /**
     * To be asked every now and then.
     *
     * @param nanos the time, as {@link System#nanoTime}
     * @param needed a client is there, or something is held
     * @param reachable the socket is still there
     * @return why it is over; null while it is not
     */
    @Nullable
    String overBecause(long nanos, boolean needed, boolean reachable) {
        if (!reachable) {
            return "its socket was removed";
        }
        if (needed) {
            idleSince = nanos;
        }
        return nanos - idleSince >= IDLE.toNanos() ? "it holds nothing and has no client" : null;
    }
}
