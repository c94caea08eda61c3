package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BuildTest {
    @Test
    void laterVersionIsNewer() {
        assertTrue(Build.isNewer(Build.of("0.10.0", 0), Build.of("0.9.0", 0)));
        assertTrue(Build.isNewer(Build.of("0.1.0", 0), Build.of("0.1.0-SNAPSHOT", 0)));
    }

    @Test
    void laterBuildOfOneVersionIsNewer() {
        String monday = Build.of("0.1.0-SNAPSHOT", 1_800_000_000);
        String tuesday = Build.of("0.1.0-SNAPSHOT", 1_800_086_400);

        assertTrue(Build.isNewer(tuesday, monday));
        assertFalse(Build.isNewer(monday, tuesday));
        assertFalse(Build.isNewer(monday, monday));
    }

    @Test
    void nonsenseIsNeverNewer() {
        assertFalse(Build.isNewer("?", "1.0"));
    }
}
