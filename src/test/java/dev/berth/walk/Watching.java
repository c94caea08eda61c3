package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again, until something holds or for as long as it has to. */
final class Watching {
    /** Between two looks. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Watching() {}

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Duration limit, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, () -> "not within " + limit.toSeconds() + " s: " + what);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** A chaos has a length: asks the same again and again until that is over. */
    static void throughout(Duration length, Condition condition) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            assertTrue(condition.holds());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
