package dev.berth.ssh;

import dev.berth.link.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;

/** How a connection of sshj is watched: by OpenSSH's own question, as ssh asks it. */
record KeepAlive(Connection connection, Heard last, Lifeline lifeline, Consumer<String> died)
        implements Watchdog.Watched {
    private static final String QUESTION = "keepalive@openssh.com";

    @Override
    public Duration ask() {
        long asked = System.nanoTime();
        try {
            Promise<SSHPacket, ConnectionException> answer = connection.sendGlobalRequest(QUESTION, true, new byte[0]);
            answer.retrieve();
        } catch (SSHException refusedOrLost) {
            // sshd knows no such request and says so, which is an answer; a lost connection ends the watch by itself
        }
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    @Override
    public long heard() {
        return last.last();
    }

    @Override
    public boolean ended() {
        return lifeline.ended();
    }

    @Override
    public CompletableFuture<String> gone() {
        return lifeline.gone();
    }

    @Override
    public void dead(String reason) {
        died.accept(reason);
    }
}
