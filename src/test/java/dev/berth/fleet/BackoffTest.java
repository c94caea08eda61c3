package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pausesDoubleFromHalfASecondToHalfAMinute() {
        Backoff backoff = new Backoff(() -> 0);

        assertEquals(
                "500 1000 2000 4000 8000 16000 30000 30000",
                IntStream.rangeClosed(1, 8)
                        .mapToObj(failed -> String.valueOf(backoff.after(failed).toMillis()))
                        .reduce((all, next) -> all + " " + next)
                        .orElseThrow());
        assertEquals(Duration.ofSeconds(30), backoff.after(100_000));
    }

    @Test
    void hostsLostTogetherAreNotTriedTogetherAndNeverTooSoon() {
        Backoff other = new Backoff(() -> 0.999);

        assertTrue(other.after(5).compareTo(Duration.ofSeconds(6)) < 0);
        assertEquals(Duration.ofMillis(500), other.after(1));
    }
}
