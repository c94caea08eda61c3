package dev.berth.link;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a host from time to time whether it is there. Each question goes out on a thread of its own, so that a writer that
 * is stuck in front of a dead line can't stop it. A host that sends anything at all is alive: behind a long upload the
 * answer may take its time.
 *
 * <p>Its patience is counted in looks, not by a clock: while this machine sleeps or this process is stopped nobody can be
 * heard, and some clocks run on meanwhile.
 */
public final class Watchdog {
    /** The link that is watched. Called from threads of the watchdog's own, from the moment it is made. */
    public interface Watched {
        /**
         * Asks the host, and waits for its answer.
         *
         * @return how long it took
         * @throws IOException where none will come
         */
        Duration ask() throws IOException;

        /** When something last came from the host, in {@link System#nanoTime}. */
        long heard();

        boolean ended();

        /** Told when the link is over, whoever ended it. */
        CompletableFuture<String> gone();

        /** The host does not answer any more; called once at most. */
        void dead(String reason);
    }

    private static final Duration LOOK = Duration.ofMillis(500);

    /** After a sleep or a change of network the way to the host may itself have to come back first. */
    private static final Duration PROBE = Duration.ofSeconds(8);

    private final Watched link;
    private final Pace pace;
    private final Semaphore woken = new Semaphore(0);
    private final CompletableFuture<Boolean> met = new CompletableFuture<>();
    private volatile boolean probing;
    private volatile @Nullable Duration roundTrip;

    public Watchdog(Watched link, Pace pace) {
        this.link = link;
        this.pace = pace;
        link.gone().thenRun(woken::release);
        link.gone().thenRun(() -> met.complete(false));
        Thread.ofVirtual().name("watchdog").start(this::watch);
    }

    /** Of the last question that was answered; null before. */
    public @Nullable Duration roundTrip() {
        return roundTrip;
    }

    /** Waits for the first answer. Returns whether it came within that time. */
    public boolean met(Duration limit) throws InterruptedException {
        try {
            return met.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Asks at once; a question on its way gets its time anew. */
    public void probe() {
        probing = true;
        woken.release();
    }

    private void watch() {
        try {
            while (!link.ended()) {
                woken.drainPermits();
                CountDownLatch answered = new CountDownLatch(1);
                Thread.ofVirtual().name("watchdog-question").start(() -> ask(answered));
                Duration silence = silence(answered);
                if (!link.ended() && !silence.isZero()) {
                    link.dead("the host has not answered for " + silence.toSeconds() + " s");
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
        long last = link.heard();
        while (!link.ended() && silent.compareTo(limit) < 0) {
            if (probing) {
                probing = false;
                limit = PROBE;
                silent = Duration.ZERO;
            }
            if (answered.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return Duration.ZERO;
            }
            silent = link.heard() == last ? silent.plus(LOOK) : Duration.ZERO;
            last = link.heard();
        }
        return silent;
    }

    private void ask(CountDownLatch answered) {
        try {
            Duration took = link.ask();
            if (!link.ended()) {
                roundTrip = took;
            }
            answered.countDown();
            met.complete(true);
        } catch (IOException lost) {
            // the link ends by itself; else the silence tells
        }
    }
}
