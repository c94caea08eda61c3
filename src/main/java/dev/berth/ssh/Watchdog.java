package dev.berth.ssh;

import dev.berth.ssh.Destination.ServerAlive;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the host from time to time whether it is there. Each question goes out on a thread of its own, so that a writer
 * that is stuck in front of a dead line can't stop it. A host that sends anything at all is alive: behind a long upload
 * the answer may take its time.
 *
 * <p>Its patience is counted in looks, not by a clock: while this machine sleeps or this process is stopped nobody can be
 * heard, and some clocks run on meanwhile.
 */
final class Watchdog {
    private static final Duration LOOK = Duration.ofMillis(500);

    /** After a sleep or a change of network the way to the host may itself have to come back first. */
    private static final Duration PROBE = Duration.ofSeconds(8);

    private static final String QUESTION = "keepalive@openssh.com";

    private final Connection connection;
    private final Heard heard;
    private final Lifeline lifeline;
    private final ServerAlive pace;
    private final Consumer<String> dead;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean probing;
    private volatile @Nullable Duration roundTrip;

    /** @param dead told once, with the reason */
    Watchdog(Connection connection, Heard heard, Lifeline lifeline, ServerAlive pace, Consumer<String> dead) {
        this.connection = connection;
        this.heard = heard;
        this.lifeline = lifeline;
        this.pace = pace;
        this.dead = dead;
        lifeline.gone().thenRun(woken::release);
        Thread.ofVirtual().name("ssh-watchdog").start(this::watch);
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
            while (!lifeline.ended()) {
                woken.drainPermits();
                CountDownLatch answered = new CountDownLatch(1);
                Thread.ofVirtual().name("ssh-alive").start(() -> ask(answered));
                Duration silence = silence(answered);
                if (!lifeline.ended() && !silence.isZero()) {
                    dead.accept("the host has not answered for " + silence.toSeconds() + " s");
                    return;
                }
                woken.tryAcquire(pace.interval().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the answer, or any other word. Returns how long there was none where that is too long, else zero. */
    private Duration silence(CountDownLatch answered) throws InterruptedException {
        Duration limit = pace.patience();
        Duration silent = Duration.ZERO;
        long last = heard.last();
        while (!lifeline.ended() && silent.compareTo(limit) < 0) {
            if (probing) {
                probing = false;
                limit = PROBE;
                silent = Duration.ZERO;
            }
            if (answered.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return Duration.ZERO;
            }
            silent = heard.last() == last ? silent.plus(LOOK) : Duration.ZERO;
            last = heard.last();
        }
        return silent;
    }

    private void ask(CountDownLatch answered) {
        long asked = System.nanoTime();
        try {
            Promise<SSHPacket, ConnectionException> answer = connection.sendGlobalRequest(QUESTION, true, new byte[0]);
            answer.retrieve();
        } catch (SSHException refusedOrLost) {
            // sshd knows no such request and says so, which is an answer; a lost connection ends the watch by itself
        }
        if (!lifeline.ended()) {
            roundTrip = Duration.ofNanos(System.nanoTime() - asked);
        }
        answered.countDown();
    }
}
