package dev.berth.ssh;

import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;

/**
 * Opens sessions within what sshd allows: 10 a connection by default (MaxSessions), of which two are left to whoever
 * shares the connection. Those beyond wait their turn. sshd says of one too many only that the open failed, so a refusal
 * is taken as busy and tried again.
 */
final class Sessions {
    private static final int BUDGET = 8;
    private static final Duration TURN = Duration.ofSeconds(30);
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Connection connection;
    private final Lifeline lifeline;
    private final String host;
    private final Semaphore free = new Semaphore(BUDGET, true);

    Sessions(Connection connection, Lifeline lifeline, String host) {
        this.connection = connection;
        this.lifeline = lifeline;
        this.host = host;
        // those who wait for a turn find the link gone
        lifeline.gone().thenRun(() -> free.release(1 << 20));
    }

    CommandChannel open() throws IOException {
        try {
            if (!free.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new OpenRefusedException(Reason.BUSY, "all " + BUDGET + " sessions on " + host + " are in use");
            }
            return opened(System.nanoTime() + BUSY.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private CommandChannel opened(long deadline) throws IOException, InterruptedException {
        while (true) {
            AtomicBoolean held = new AtomicBoolean(true);
            CommandChannel channel = new CommandChannel(connection, lifeline, () -> {
                if (held.getAndSet(false)) {
                    free.release();
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
                throw Refusals.of(failed, lifeline, host + " did not open a session in time", Reason.BUSY);
            }
            Thread.sleep(PAUSE);
            free.acquire(); // the refused channel gave its turn back
        }
    }
}
