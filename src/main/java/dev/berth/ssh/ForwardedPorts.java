package dev.berth.ssh;

import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.forwarded.ForwardedChannelOpener;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** The ports that the host listens on for us; RFC 4254 section 7.1. */
final class ForwardedPorts implements ForwardedChannelOpener {
    private static final String TYPE = "forwarded-tcpip";

    private record Bound(String address, int port, Consumer<ByteStream> accepted) {}

    /** A channel the host wants to open: its number there, its window, and the address it came in on. */
    private record Arrival(int recipient, long window, long largestPacket, String address, int port) {}

    private final Trunk trunk;
    private final Connection connection;
    private final String host;
    private final List<Bound> bound = new CopyOnWriteArrayList<>();

    /** Held while the host is asked to listen: who comes in at once must find the entry. */
    private final ReentrantLock binding = new ReentrantLock();

    ForwardedPorts(Trunk trunk, String host) {
        this.trunk = trunk;
        this.connection = trunk.connection();
        this.host = host;
        connection.attach(this);
    }

    RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) throws IOException {
        binding.lock();
        try {
            SSHPacket reply = ask("tcpip-forward", address, port);
            int real = port == 0 ? reply.readUInt32AsInt() : port;
            Bound entry = new Bound(address, real, accepted);
            bound.add(entry);
            return new Listening(entry);
        } catch (ConnectionException refused) {
            throw refused(address, port, refused);
        } finally {
            binding.unlock();
        }
    }

    private IOException refused(String address, int port, ConnectionException failed) {
        String reason = trunk.lifeline().reason();
        if (reason != null) {
            return new IOException(reason, failed);
        }
        String where = port == 0 ? address : address + ":" + port;
        return new OpenRefusedException(
                Reason.PROHIBITED,
                host + " refused to listen on " + where + ": the port is taken there, or its sshd forbids it"
                        + " (AllowTcpForwarding, GatewayPorts)");
    }

    private SSHPacket ask(String request, String address, int port) throws ConnectionException, TransportException {
        byte[] details =
                new Buffer.PlainBuffer().putString(address).putUInt32(port).getCompactData();
        return connection
                .sendGlobalRequest(request, true, details)
                .retrieve(connection.getTimeoutMs(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String getChannelType() {
        return TYPE;
    }

    /** Runs on the thread that reads the connection, so it only takes note. */
    @Override
    public void handleOpen(SSHPacket packet) throws ConnectionException, TransportException {
        try {
            Arrival arrival = new Arrival(
                    packet.readUInt32AsInt(),
                    packet.readUInt32(),
                    packet.readUInt32(),
                    packet.readString(),
                    packet.readUInt32AsInt());
            Thread.ofVirtual().name("ssh-forwarded").start(() -> serve(arrival));
        } catch (Buffer.BufferException malformed) {
            throw new ConnectionException(malformed);
        }
    }

    private void serve(Arrival arrival) {
        try {
            Bound entry = find(arrival);
            if (entry == null) {
                connection.sendOpenFailure(
                        arrival.recipient, OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED, "nobody listens");
                return;
            }
            StreamChannel channel = StreamChannel.forwarded(trunk, TYPE);
            try (ByteStream stream = channel) {
                channel.accept(arrival.recipient, arrival.window, arrival.largestPacket);
                entry.accepted.accept(stream);
            }
        } catch (IOException lost) {
            // the connection is gone, and whoever holds it is told
        }
    }

    /** OpenSSH tells the address as it was asked for; others tell the one the connection came in on. */
    private @Nullable Bound find(Arrival arrival) {
        List<Bound> here;
        binding.lock();
        try {
            here = bound.stream().filter(entry -> entry.port == arrival.port).toList();
        } finally {
            binding.unlock();
        }
        return here.stream()
                .filter(entry -> entry.address.equals(arrival.address))
                .findFirst()
                .orElse(here.size() == 1 ? here.getFirst() : null);
    }

    private final class Listening implements RemoteListener {
        private final Bound entry;

        Listening(Bound entry) {
            this.entry = entry;
        }

        @Override
        public int port() {
            return entry.port;
        }

        @Override
        public void close() throws IOException {
            if (bound.remove(entry) && !trunk.lifeline().ended()) {
                try {
                    ask("cancel-tcpip-forward", entry.address, entry.port);
                } catch (ConnectionException refused) {
                    throw refused(entry.address, entry.port, refused);
                }
            }
        }
    }
}
