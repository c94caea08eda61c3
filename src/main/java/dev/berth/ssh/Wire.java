package dev.berth.ssh;

import dev.berth.api.RemoteText;
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

    private static final int GREETING = 200;
    /** An idle connection keeps this much; one that is full of data gets more. */
    private static final int FIRST_BUFFER = 8 << 10;

    /** What a socket's stream gives at most at once. */
    static final int LARGEST_BUFFER = 128 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final StringBuilder greeting = new StringBuilder();
    private final int port;
    private final Heard heard = new Heard();
    private final Closer closer;
    private final boolean local;
    private volatile boolean closed;
    private volatile Runnable beforeReading = () -> {};

    private final Supplier<String> complaint;

    Wire(InputStream in, OutputStream out, int port, Closer closer) {
        this(in, out, port, closer, () -> "");
    }

    /** @param complaint what the carrier says is wrong; empty while it has nothing to say */
    Wire(InputStream in, OutputStream out, int port, Closer closer, Supplier<String> complaint) {
        this(in, out, port, closer, complaint, false);
    }

    private Wire(InputStream in, OutputStream out, int port, Closer closer, Supplier<String> complaint, boolean local) {
        this.in = new Listening(in);
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

    /** The first line the far end said, while it has not yet said that it speaks SSH. */
    String greeting() {
        return RemoteText.oneLine(greeting.toString().lines().findFirst().orElse(""));
    }

    /** It leads to a loopback address of this machine, by no detour. */
    boolean local() {
        return local;
    }

    String complaint() {
        return complaint.get();
    }

    /** @param handOn called by the thread that reads, before it waits for more */
    void beforeReading(Runnable handOn) {
        beforeReading = handOn;
    }

    Heard heard() {
        return heard;
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

    /**
     * Takes from the carrier as much as there is: sshj asks for a packet's length first and for the packet then, which would
     * be two calls of the system for each. One thread reads.
     */
    private final class Listening extends InputStream {
        private final InputStream below;
        private byte[] buffer = new byte[FIRST_BUFFER];
        private int at;
        private int end;

        Listening(InputStream below) {
            this.below = below;
        }

        @Override
        public int read() throws IOException {
            if (at == end && !fill()) {
                return -1;
            }
            int b = buffer[at++] & 0xff;
            // sshj reads byte by byte only until the server said who it is
            if (greeting.length() < GREETING) {
                greeting.append((char) b);
            }
            return b;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (at == end && !fill()) {
                return -1;
            }
            int n = Math.min(length, end - at);
            System.arraycopy(buffer, at, into, from, n);
            at += n;
            return n;
        }

        private boolean fill() throws IOException {
            if (end == buffer.length && end < LARGEST_BUFFER) {
                buffer = new byte[2 * buffer.length];
            }
            beforeReading.run();
            at = 0;
            end = Math.max(0, below.read(buffer, 0, buffer.length));
            heard.now();
            return end > 0;
        }
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
