package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class LifetimeTest {
    private static final long IDLE = Lifetime.IDLE.toNanos();

    private final Lifetime lifetime = new Lifetime(0);

    @Test
    void agentThatHoldsNothingEndsAfterAMinute() {
        assertNull(lifetime.overBecause(IDLE - 1, false, true));
        assertNotNull(lifetime.overBecause(IDLE, false, true));
    }

    @Test
    void clientOrTunnelKeepsItAlive() {
        assertNull(lifetime.overBecause(5 * IDLE, true, true));
        assertNull(lifetime.overBecause(6 * IDLE - 1, false, true));
        assertNotNull(lifetime.overBecause(6 * IDLE, false, true));
    }

    @Test
    void removedSocketEndsItWhateverItHolds() {
        assertEquals("its socket was removed", lifetime.overBecause(1, true, false));
    }
}
