package dev.berth.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * What carries a connection, made to look like the connected socket that sshj asks for: a TCP socket, a channel through a
 * jump host or a child process.
 */
final class Wire extends Socket {
    /** Ends what lies below. Must return at once, and release whoever reads or writes. */
    interface Closer {
        void close() throws IOException;
    }

    private final Incoming in;
    private final OutputStream out;
    private final int port;
    private final Closer closer;
    private final boolean local;
    private volatile boolean closed;
    private final Supplier<String> complaint;

    Wire(InputStream in, OutputStream out, int port, Closer closer) {
        this(in, out, port, closer, () -> "");
    }

    /** @param complaint what the carrier says is wrong; empty while it has nothing to say */
    Wire(InputStream in, OutputStream out, int port, Closer closer, Supplier<String> complaint) {
        this(in, out, port, closer, complaint, false);
    }

    private Wire(InputStream in, OutputStream out, int port, Closer closer, Supplier<String> complaint, boolean local) {
        this.in = new Incoming(in);
        this.out = out;
        this.port = port;
        this.closer = closer;
        this.complaint = complaint;
        this.local = local;
    }

    static Wire of(Socket socket) throws IOException {
        boolean local = socket.getInetAddress().isLoopbackAddress();
        return new Wire(
                socket.getInputStream(), socket.getOutputStream(), socket.getPort(), socket::close, () -> "", local);
    }

    /** It leads to a loopback address of this machine, by no detour. */
    boolean local() {
        return local;
    }

    String complaint() {
        return complaint.get();
    }

    Incoming incoming() {
        return in;
    }

    /** Gives this wire, whatever is asked for. */
    SocketFactory factory() {
        return new One();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {}

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public void close() throws IOException {
        closed = true;
        closer.close();
    }

    private final class One extends SocketFactory {
        @Override
        public Socket createSocket() {
            return Wire.this;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return Wire.this;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return Wire.this;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return Wire.this;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return Wire.this;
        }
    }
}
