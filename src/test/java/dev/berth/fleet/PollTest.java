package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollTest {
    private final Semaphore reads = new Semaphore(0);

    private void awaitRead(String what) throws InterruptedException {
        assertTrue(reads.tryAcquire(20, TimeUnit.SECONDS), what);
    }

    @Test
    void aPokeIsReadAtOnceHoweverLongTheIntervalIs() throws Exception {
        try (Poll poll = new Poll("often", () -> Duration.ofHours(1), reads::release)) {
            awaitRead("the first");
            for (int i = 0; i < 50; i++) {
                poll.poke();
                awaitRead("a poke");
            }
        }
    }

    @Test
    void aPokeIsReadThoughThereIsNoInterval() throws Exception {
        try (Poll poll = new Poll("never", () -> null, reads::release)) {
            poll.poke();
            awaitRead("a poke");
        }
    }
}
