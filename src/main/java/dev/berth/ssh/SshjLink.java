package dev.berth.ssh;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemoteListener;
import dev.berth.link.RemotePty;
import dev.berth.link.ShellSettings;
import dev.berth.link.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import org.jspecify.annotations.Nullable;

/** A link over one authenticated connection of sshj. */
final class SshjLink implements Link {
    /** How long the host may take to open something or to answer a request. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final Opened opened;
    private final String host;
    private final ShellSettings shell;
    private final Trunk trunk;
    private final Lifeline lifeline;
    private final Sessions sessions;
    private final ForwardedPorts ports;
    private final Watchdog watchdog;

    /** @param shell what a shell on it gets, which may be less than the destination asks for */
    SshjLink(Destination destination, Opened opened, ShellSettings shell) {
        this.opened = opened;
        this.host = destination.alias();
        this.shell = shell;
        this.lifeline = opened.lifeline();
        Connection connection = opened.client().getConnection();
        Gathering gathering = new Gathering();
        opened.wire().incoming().beforeReading(gathering::handOn);
        this.trunk = new Trunk(connection, lifeline, gathering, new Lateness());
        connection.setMaxPacketSize(Incoming.FULL_PACKET);
        connection.setTimeoutMs((int) ANSWER.toMillis());
        lifeline.gone().thenRun(opened::close);
        this.sessions = new Sessions(trunk, host);
        this.ports = new ForwardedPorts(trunk, host);
        if (shell.agent() != null) {
            new ForwardedAgent(trunk, Path.of(shell.agent()));
        }
        this.watchdog = new Watchdog(
                new KeepAlive(connection, opened.wire().incoming().heard(), lifeline, this::end),
                destination.serverAlive().pace());
        Thread.ofVirtual().name("ssh-first-session").start(this::startASession);
    }

    /** sshd turns TCP_NODELAY on when a session starts: without one each request on a stream takes 40 ms longer. */
    private void startASession() {
        try (CommandChannel nothing = sessions.command()) {
            nothing.exec("true");
            nothing.await(ANSWER);
        } catch (IOException refused) {
            // streams work without it, only slower
        }
    }

    @Override
    public LinkKind kind() {
        return LinkKind.SSHJ;
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        CommandChannel channel = sessions.command();
        try {
            channel.exec(command.line());
            return channel;
        } catch (ConnectionException refused) {
            throw refusedStart(channel, refused);
        }
    }

    @Override
    public int spare() {
        return sessions.spare();
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) throws IOException {
        CommandChannel channel = sessions.shell();
        try {
            if (shell.agent() != null) {
                channel.forwardAgent();
            }
            // as ssh has it: a TERM that is set tells the pty, too
            channel.allocatePty(shell.environment().getOrDefault("TERM", term), columns, rows);
            for (Map.Entry<String, String> variable : shell.environment().entrySet()) {
                channel.environment(variable.getKey(), variable.getValue());
            }
            String line = command == null ? shell.command() : command.line();
            if (line == null) {
                channel.shell();
            } else {
                channel.exec(line);
            }
            return channel;
        } catch (ConnectionException refused) {
            throw refusedStart(channel, refused);
        }
    }

    private IOException refusedStart(CommandChannel channel, ConnectionException refused) {
        channel.hangUp();
        String gone = lifeline.reason();
        return gone == null
                ? new OpenRefusedException(Reason.PROHIBITED, host + " refused to run a command")
                : new IOException(gone, refused);
    }

    @Override
    public ByteStream tcp(String address, int port) throws IOException {
        StreamChannel channel = StreamChannel.tcp(trunk, address, port);
        return open(channel, "could not connect to " + address + ":" + port);
    }

    @Override
    public ByteStream unix(String path) throws IOException {
        return open(StreamChannel.unix(trunk, path), "could not connect to " + path);
    }

    private ByteStream open(StreamChannel channel, String failure) throws IOException {
        try {
            channel.open();
            return channel;
        } catch (IOException failed) {
            throw Refusals.of(failed, lifeline, host + " " + failure, Reason.CONNECT_FAILED);
        }
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) throws IOException {
        return ports.listen(address, port, accepted);
    }

    @Override
    public boolean isOpen() {
        return !lifeline.ended();
    }

    @Override
    public CompletableFuture<String> gone() {
        return lifeline.gone();
    }

    @Override
    public @Nullable Duration roundTrip() {
        return watchdog.roundTrip();
    }

    @Override
    public void probe() {
        watchdog.probe();
    }

    @Override
    public void close() {
        end(GoneReason.CLOSED_HERE);
    }

    private void end(String reason) {
        lifeline.end(reason);
        opened.close();
    }
}
