package dev.berth.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.TunnelStatus.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long START = -7;

    private final Meter meter = new Meter(START);

    private Traffic at(double seconds, long in, long out) {
        long now = START + (long) (seconds * 1e9);
        meter.look(now, in, out);
        return meter.traffic(now);
    }

    @Test
    void whereNothingPassedNothingIsTold() {
        assertEquals(Traffic.NONE, at(100, 0, 0));
        assertFalse(meter.lively());
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        assertEquals(1000, at(1.9, 1900, 0).rateIn());
        assertEquals(1000, at(3.9, 3900, 390).rateIn());
        assertEquals(100, at(3.9, 3900, 390).rateOut());
        assertEquals(2000, at(5.9, 9700, 390).rateIn());
        assertEquals(0, at(11, 9700, 390).rateIn());
    }

    @Test
    void aMinuteIsKeptAndNoMore() {
        at(1, 500, 0);
        at(3, 500, 70);
        List<Long> recent = at(59, 500, 70).recent();
        assertEquals(30, recent.size());
        assertEquals(List.of(500L, 70L), recent.subList(0, 2));
        assertEquals(570, recent.stream().mapToLong(Long::longValue).sum());
        assertEquals(70, at(60, 500, 70).recent().getFirst());
        assertTrue(meter.lively());
        assertEquals(Traffic.NONE, at(70, 500, 70));
        assertFalse(meter.lively());
        assertEquals(9, at(1000, 509, 70).recent().getLast());
    }
}
