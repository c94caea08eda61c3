package dev.berth.ssh;

import dev.berth.link.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.forwarded.ForwardedChannelOpener;
import net.schmizz.sshj.transport.TransportException;

/** Lends the host this machine's ssh-agent, for hosts whose configuration says ForwardAgent; OpenSSH's PROTOCOL.agent. */
final class ForwardedAgent implements ForwardedChannelOpener {
    private static final String TYPE = "auth-agent@openssh.com";

    private final Trunk trunk;
    private final Connection connection;
    private final Path socket;

    private record Arrival(int recipient, long window, long largestPacket) {}

    ForwardedAgent(Trunk trunk, Path socket) {
        this.trunk = trunk;
        this.connection = trunk.connection();
        this.socket = socket;
        connection.attach(this);
    }

    @Override
    public String getChannelType() {
        return TYPE;
    }

    /** Runs on the thread that reads the connection, so it only takes note. */
    @Override
    public void handleOpen(SSHPacket packet) throws ConnectionException, TransportException {
        try {
            Arrival arrival = new Arrival(packet.readUInt32AsInt(), packet.readUInt32(), packet.readUInt32());
            Thread.ofVirtual().name("ssh-agent").start(() -> serve(arrival));
        } catch (Buffer.BufferException malformed) {
            throw new ConnectionException(malformed);
        }
    }

    private void serve(Arrival arrival) {
        try (SocketChannel agent = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                agent.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException away) {
                connection.sendOpenFailure(
                        arrival.recipient, OpenFailException.Reason.CONNECT_FAILED, "no ssh-agent answers");
                return;
            }
            StreamChannel channel = StreamChannel.forwarded(trunk, TYPE);
            try (ByteStream stream = channel) {
                channel.accept(arrival.recipient, arrival.window, arrival.largestPacket);
                pass(agent, stream);
            }
        } catch (IOException gone) {
            // either side has left
        }
    }

    private static void pass(SocketChannel agent, ByteStream stream) throws IOException {
        InputStream answers = Channels.newInputStream(agent);
        Thread.ofVirtual().name("ssh-agent-answers").start(() -> {
            try (OutputStream to = stream.output()) {
                answers.transferTo(to);
            } catch (IOException gone) {
                // the other direction finds the same
            }
        });
        stream.input().transferTo(Channels.newOutputStream(agent));
    }
}
