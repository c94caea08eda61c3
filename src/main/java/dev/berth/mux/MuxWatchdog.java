package dev.berth.mux;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A master does not tell whether its host still answers, so the host is asked from time to time. One that sends anything
 * at all is alive: behind a long upload the answer may take its time.
 *
 * <p>Its patience is counted in looks, not by a clock: while this machine sleeps or this process is stopped nobody can be
 * heard, and some clocks run on meanwhile.
 */
final class MuxWatchdog {
    private static final Duration LOOK = Duration.ofMillis(500);

    /** After a sleep or a change of network the way to the host may itself have to come back first. */
    private static final Duration PROBE = Duration.ofSeconds(8);

    private final Echo echo;
    private final Pulse pulse;
    private final Pace pace;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean probing;
    private volatile @Nullable Duration roundTrip;

    MuxWatchdog(Echo echo, Pulse pulse, Pace pace) {
        this.echo = echo;
        this.pulse = pulse;
        this.pace = pace;
        pulse.gone().thenRun(woken::release);
        Thread.ofVirtual().name("mux-watchdog").start(this::watch);
    }

    @Nullable
    Duration roundTrip() {
        return roundTrip;
    }

    /** Asks at once; a question on its way gets its time anew. */
    void probe() {
        probing = true;
        woken.release();
    }

    private void watch() {
        try {
            while (!pulse.ended()) {
                woken.drainPermits();
                CountDownLatch answered = new CountDownLatch(1);
                Thread.ofVirtual().name("mux-alive").start(() -> ask(answered));
                Duration silence = silence(answered);
                if (!silence.isZero()) {
                    pulse.end("the host has not answered for " + silence.toSeconds() + " s");
                    return;
                }
                woken.tryAcquire(pace.every().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the answer, or any other word. Returns how long there was none where that is too long, else zero. */
    private Duration silence(CountDownLatch answered) throws InterruptedException {
        Duration limit = pace.patience();
        Duration silent = Duration.ZERO;
        long last = pulse.heard();
        while (!pulse.ended() && silent.compareTo(limit) < 0) {
            if (probing) {
                probing = false;
                limit = PROBE;
                silent = Duration.ZERO;
            }
            if (answered.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return Duration.ZERO;
            }
            silent = pulse.heard() == last ? silent.plus(LOOK) : Duration.ZERO;
            last = pulse.heard();
        }
        return pulse.ended() ? Duration.ZERO : silent;
    }

    private void ask(CountDownLatch answered) {
        try {
            roundTrip = echo.ask();
            answered.countDown();
        } catch (IOException lost) {
            // the pulse ends where the master did; else the silence tells
        }
    }
}
