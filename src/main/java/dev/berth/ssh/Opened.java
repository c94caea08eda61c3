package dev.berth.ssh;

import dev.berth.link.Link;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/**
 * A connection of sshj with what carries it.
 *
 * @param below the link through a jump host that carries it; null where none does
 */
record Opened(
        SSHClient client,
        Wire wire,
        Lifeline lifeline,
        @Nullable Link below) {
    private static final Duration CLOSE = Duration.ofMillis(500);

    /** Takes note of the end, whoever brings it about. */
    static Opened of(SSHClient client, Wire wire, @Nullable Link below) {
        Opened opened = new Opened(client, wire, new Lifeline(), below);
        client.getTransport()
                .setDisconnectListener((reason, message) -> opened.lifeline.end(GoneReason.of(reason, message)));
        return opened;
    }

    /**
     * Ends it at once. The socket goes first: a writer that is stuck in it holds a lock that an orderly end would wait
     * for.
     */
    void close() {
        closeAlone();
        if (below != null) {
            below.close();
        }
    }

    /** Leaves what carries it open, for another attempt. */
    void closeAlone() {
        lifeline.end(GoneReason.CLOSED_HERE);
        try {
            wire.close();
        } catch (IOException gone) {
            // nothing more to end
        }
        Thread disconnecting = Thread.ofVirtual().name("ssh-disconnect").start(this::disconnect);
        try {
            disconnecting.join(CLOSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void disconnect() {
        try {
            client.disconnect();
        } catch (IOException gone) {
            // it was closed already
        }
    }
}
