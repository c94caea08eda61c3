package dev.berth.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells from regular looks that links may be dead though nobody said so: this machine slept or the process was stopped, or
 * the network became another one. For one thread.
 *
 * <p>{@link System#nanoTime} stands still while Linux or macOS sleeps and the wall clock does not; while the process alone
 * is stopped, or a virtual machine, both run on. Somebody who sets the clock looks like a sleep, which does no harm.
 */
final class Disturbances {
    /** A busy machine may look a little late. */
    private static final Duration LATE = Duration.ofSeconds(3);

    private final Duration every;
    private long lastNanos;
    private Instant lastWall;
    private String lastNetwork;

    /** @param every how long it should be from one look to the next */
    Disturbances(Duration every, long nanos, Instant wall, String network) {
        this.every = every;
        this.lastNanos = nanos;
        this.lastWall = wall;
        this.lastNetwork = network;
    }

    /** What happened since the last look, as the log tells it; null where nothing did. */
    @Nullable
    String look(long nanos, Instant wall, String network) {
        Duration ran = Duration.ofNanos(nanos - lastNanos);
        Duration passed = Duration.between(lastWall, wall);
        boolean changed = !network.equals(lastNetwork);
        lastNanos = nanos;
        lastWall = wall;
        lastNetwork = network;
        Duration longest = ran.compareTo(passed) > 0 ? ran : passed;
        if (passed.isNegative() || longest.minus(every).compareTo(LATE) > 0) {
            return "this machine was away for " + longest.toSeconds() + " s";
        }
        return changed ? "the network has changed" : null;
    }
}
