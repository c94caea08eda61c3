package dev.berth.fleet;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before a host that was lost is tried again: from half a second to half a minute, and never in step. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Hosts lost together, such as all behind one VPN, are not tried together: a pause is shortened by up to this part. */
    private static final double SPREAD = 0.3;

    private final DoubleSupplier random;

    /** @param random from 0 to less than 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** @param failed how many tries have failed in a row; at least 1 */
    Duration after(int failed) {
        long doubled = FIRST.toMillis() << Math.min(failed - 1, 10);
        double part = 1 - SPREAD * random.getAsDouble();
        return Duration.ofMillis(Math.max(FIRST.toMillis(), (long) (part * Math.min(doubled, LONGEST.toMillis()))));
    }
}
