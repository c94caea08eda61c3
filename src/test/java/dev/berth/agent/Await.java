package dev.berth.agent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process brings about. */
final class Await {
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = 1_000_000;

    private Await() {}

    static void until(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
