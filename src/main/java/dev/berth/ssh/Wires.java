package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.link.ByteStream;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings about what carries a connection: TCP, a channel of a jump host, or a proxy command. */
final class Wires {
    /** SYNs go out at 0, 1 and 3 s of it. */
    private static final Duration KNOCK = Duration.ofSeconds(3);

    private Wires() {}

    /** @param below the link to the last jump host; null where there is none */
    static Wire to(Destination destination, @Nullable Link below, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        if (below != null) {
            return through(below, destination);
        }
        String command = destination.proxyCommand();
        return command == null ? tcp(destination) : ProxyCommand.start(destination, command, environment);
    }

    /** Each address of the name in turn, as ssh does. */
    private static Wire tcp(Destination destination) throws ProblemException, InterruptedException {
        IOException last = new IOException("no address");
        try {
            for (InetAddress address : Names.addresses(destination.hostName(), destination.family())) {
                try {
                    return Wire.of(connect(destination, address));
                } catch (IOException failed) {
                    last = failed;
                }
            }
        } catch (IOException unresolved) {
            last = unresolved;
        }
        throw Troubles.unreachable(destination, last).asException(last);
    }

    /**
     * Knocks again after a while: the system doubles its pauses between two SYNs, and a line that comes back would wait for
     * the next one.
     */
    private static Socket connect(Destination destination, InetAddress address)
            throws IOException, InterruptedException {
        long left = destination.connectTimeout().toMillis();
        while (true) {
            long patience = Math.min(left, KNOCK.toMillis());
            left -= patience;
            try {
                return connect(destination, address, (int) patience);
            } catch (SocketTimeoutException silent) {
                if (left <= 0) {
                    throw silent;
                }
            }
        }
    }

    private static Socket connect(Destination destination, InetAddress address, int millis)
            throws IOException, InterruptedException {
        Socket socket = new Socket();
        try {
            // sshj writes a packet at a time: with Nagle's algorithm each waits for the one before, 40 ms
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            LocalEnd.bind(socket, destination.source(), address);
            socket.connect(new InetSocketAddress(address, destination.port()), millis);
            return socket;
        } catch (IOException | InterruptedException failed) {
            socket.close();
            throw failed;
        }
    }

    private static Wire through(Link below, Destination destination) throws ProblemException {
        try {
            ByteStream stream = below.tcp(destination.hostName(), destination.port());
            return new Wire(stream.input(), stream.output(), destination.port(), stream::close);
        } catch (OpenRefusedException refused) {
            throw Problem.of(
                            Code.HOST_UNREACHABLE,
                            destination.alias() + " can't be reached through its jump host: "
                                    + RemoteText.oneLine(refused.getMessage()) + ".",
                            "Check the address as the jump host sees it, and AllowTcpForwarding there.")
                    .asException(refused);
        } catch (IOException lost) {
            throw Problem.of(
                            Code.HOST_UNREACHABLE,
                            "The jump host on the way to " + destination.alias() + " was lost: "
                                    + RemoteText.oneLine(lost.getMessage()) + ".")
                    .asException(lost);
        }
    }
}
