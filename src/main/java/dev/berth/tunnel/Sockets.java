package dev.berth.tunnel;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Listening sockets and resets, and what differs between the systems about them. */
final class Sockets {
    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
    /** Loopback answers or refuses in microseconds. */
    private static final int LOOPBACK_MILLIS = 200;

    private Sockets() {}

    /** @throws BindException where the port is taken */
    static ServerSocketChannel listen(InetAddress address, int port) throws IOException {
        // Linux refuses a port that a wildcard listener has; BSD lets a second one take its loopback half away
        if (!LINUX && port != 0 && address.isLoopbackAddress() && answers(address, port)) {
            throw new BindException("in use");
        }
        ServerSocketChannel channel = open(address);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(new InetSocketAddress(address, port), 256);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    /** An IPv4 address by an IPv4 socket: Java's usual ones would make 0.0.0.0 mean IPv6 as well. */
    private static ServerSocketChannel open(InetAddress address) throws IOException {
        try {
            return ServerSocketChannel.open(
                    address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        } catch (UnsupportedOperationException noSuchFamily) {
            throw new SocketException(noSuchFamily.toString());
        }
    }

    /** Whether the machine has this address: a port that the system chooses can be bound on it. */
    static boolean present(InetAddress address) {
        try (ServerSocketChannel any = listen(address, 0)) {
            return any.isOpen();
        } catch (IOException absent) {
            return false;
        }
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), LOOPBACK_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Ends a connection with RST, which its client reads as an error, not as the end of the data. */
    static void reset(SocketChannel client) {
        endByReset(client);
        close(client);
    }

    /** Closing it will be a reset. */
    static void endByReset(SocketChannel client) {
        try {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException closed) {
            // closing says the rest
        }
    }

    static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception broken) {
            // it is gone either way
        }
    }
}
