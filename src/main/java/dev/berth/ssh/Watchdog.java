package dev.berth.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
 */
final class Watchdog {
    static final Duration EVERY = Duration.ofSeconds(15);
    static final Duration DEAD = Duration.ofSeconds(10);

    private static final String QUESTION = "keepalive@openssh.com";

    private final Connection connection;
    private final Heard heard;
    private final Lifeline lifeline;
    private final Duration every;
    private final Consumer<String> dead;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Duration roundTrip;

    /** @param dead told once, with the reason */
    Watchdog(Connection connection, Heard heard, Lifeline lifeline, Duration every, Consumer<String> dead) {
        this.connection = connection;
        this.heard = heard;
        this.lifeline = lifeline;
        this.every = every;
        this.dead = dead;
        lifeline.gone().thenRun(stopped::countDown);
        Thread.ofVirtual().name("ssh-watchdog").start(this::watch);
    }

    @Nullable
    Duration roundTrip() {
        return roundTrip;
    }

    private void watch() {
        try {
            do {
                long asked = System.nanoTime();
                CountDownLatch answered = new CountDownLatch(1);
                Thread.ofVirtual().name("ssh-alive").start(() -> ask(asked, answered));
                if (!await(answered, asked)) {
                    dead.accept("the host has not answered for " + DEAD.toSeconds() + " s");
                    return;
                }
            } while (!stopped.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(CountDownLatch answered, long asked) throws InterruptedException {
        while (!lifeline.ended()) {
            long silentSince = Math.max(asked, heard.last());
            long left = DEAD.toNanos() - (System.nanoTime() - silentSince);
            if (left <= 0) {
                return false;
            }
            if (answered.await(left, TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
        return true;
    }

    private void ask(long asked, CountDownLatch answered) {
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
