package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DisturbancesTest {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private long nanos = Long.MAX_VALUE - 1_000_000_000;
    private Instant wall = Instant.parse("2026-11-26T20:00:00Z");
    private final Disturbances disturbances = new Disturbances(EVERY, nanos, wall, "home");

    /** Lets both clocks run, each for so many seconds. */
    private void passes(long monotonic, long wallClock) {
        nanos += Duration.ofSeconds(monotonic).toNanos();
        wall = wall.plusSeconds(wallClock);
    }

    @Test
    void nothingHappensWhileBothClocksRun() {
        for (int i = 0; i < 10; i++) {
            passes(2, 2);
            assertNull(disturbances.look(nanos, wall, "home"));
        }
        passes(4, 4);
        assertNull(disturbances.look(nanos, wall, "home"), "a busy machine looks late");
    }

    @Test
    void aSleepIsSeenByTheWallClockAlone() {
        passes(2, 3602);
        assertEquals("this machine was away for 3602 s", disturbances.look(nanos, wall, "home"));
        passes(2, 2);
        assertNull(disturbances.look(nanos, wall, "home"), "told once");
    }

    @Test
    void aStoppedProcessIsSeenThoughBothClocksRanOn() {
        passes(60, 60);
        assertEquals("this machine was away for 60 s", disturbances.look(nanos, wall, "home"));
    }

    @Test
    void aSleepIsSeenAlsoWhereTheClockWasSetBackMeanwhile() {
        passes(2, -7200);
        assertEquals("this machine was away for 2 s", disturbances.look(nanos, wall, "home"));
    }

    @Test
    void anotherNetworkIsToldOnce() {
        passes(2, 2);
        assertEquals("the network has changed", disturbances.look(nanos, wall, "office"));
        passes(2, 2);
        assertNull(disturbances.look(nanos, wall, "office"));
    }
}
