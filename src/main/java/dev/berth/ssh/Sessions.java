package dev.berth.ssh;

import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;

/**
 * Opens sessions within what sshd allows: 10 a connection by default (MaxSessions). Commands share seven and wait their
 * turn, so that a shell, for which a person waits, still finds room. sshd says of one too many only that the open failed,
 * so a refusal is taken as busy and tried again.
 */
final class Sessions {
    private static final int BUDGET = 7;
    private static final Duration TURN = Duration.ofSeconds(30);
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Trunk trunk;
    private final String host;
    private final Semaphore free = new Semaphore(BUDGET, true);

    Sessions(Trunk trunk, String host) {
        this.trunk = trunk;
        this.host = host;
        // those who wait for a turn find the link gone
        trunk.lifeline().gone().thenRun(() -> free.release(1 << 20));
    }

    /** A session of the budget. */
    CommandChannel command() throws IOException {
        try {
            takeATurn();
            return opened(() -> free.release(), this::takeATurn);
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    /** How many commands more could start at once. */
    int spare() {
        return free.availablePermits();
    }

    /** A session for a person's shell, which waits behind no command. */
    CommandChannel shell() throws IOException {
        try {
            return opened(() -> {}, () -> {});
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private interface Turn {
        void take() throws IOException, InterruptedException;
    }

    private void takeATurn() throws IOException, InterruptedException {
        if (!free.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new OpenRefusedException(Reason.BUSY, "all " + BUDGET + " sessions on " + host + " are in use");
        }
    }

    /**
     * @param left called once the host no longer counts the session
     * @param again taken before another try, since the refused channel has left as well
     */
    private CommandChannel opened(Runnable left, Turn again) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BUSY.toNanos();
        while (true) {
            AtomicBoolean held = new AtomicBoolean(true);
            CommandChannel channel = new CommandChannel(trunk, () -> {
                if (held.getAndSet(false)) {
                    left.run();
                }
            });
            try {
                channel.open();
                return channel;
            } catch (OpenFailException refused) {
                if (System.nanoTime() > deadline) {
                    throw new OpenRefusedException(
                            Reason.BUSY, host + " refuses another session; its sshd allows no more");
                }
            } catch (ConnectionException failed) {
                throw Refusals.of(failed, trunk.lifeline(), host + " did not open a session in time", Reason.BUSY);
            }
            Thread.sleep(PAUSE);
            again.take();
        }
    }
}
