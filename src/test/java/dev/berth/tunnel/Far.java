package dev.berth.tunnel;

import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import dev.berth.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A far end over loopback: a server whose connections are served by a script, and the route to it. */
final class Far implements Route, AutoCloseable {
    interface Service {
        void serve(Socket client) throws IOException;
    }

    private final ServerSocket server;
    private final Thread accepting;
    private final Set<Socket> opened = ConcurrentHashMap.newKeySet();
    volatile boolean linkGone;

    Far(Service service) throws IOException {
        server = new ServerSocket(0, 256, InetAddress.ofLiteral("127.0.0.1"));
        accepting = Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (client) {
                            service.serve(client);
                        } catch (IOException ended) {
                            // the test tells what it missed
                        }
                    });
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** Streams that are open yet. */
    long unclosed() {
        return opened.stream().filter(socket -> !socket.isClosed()).count();
    }

    @Override
    public TunnelStatus.Way way() {
        return TunnelStatus.Way.HOST;
    }

    @Override
    public String target() {
        return "localhost:" + port();
    }

    @Override
    public ByteStream open() throws IOException {
        if (linkGone) {
            throw new IOException("the link is gone");
        }
        try {
            Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port());
            socket.setTcpNoDelay(true);
            opened.add(socket);
            return new Stream(socket);
        } catch (ConnectException refused) {
            throw new OpenRefusedException(OpenRefusedException.Reason.CONNECT_FAILED, "Connection refused");
        }
    }

    /** Ends all streams as a lost link does: without an end of the data. */
    void cut() {
        linkGone = true;
        opened.forEach(Sockets::close);
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        opened.forEach(Sockets::close);
    }

    private static final class Stream implements ByteStream {
        private final Socket socket;
        private volatile boolean finished;

        Stream(Socket socket) {
            this.socket = socket;
        }

        @Override
        public InputStream input() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    int n = socket.getInputStream().read(bytes, from, length);
                    finished |= n < 0;
                    return n;
                }
            };
        }

        @Override
        public OutputStream output() {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    socket.getOutputStream().write(one);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    socket.getOutputStream().write(bytes, from, length);
                }

                @Override
                public void close() throws IOException {
                    socket.shutdownOutput();
                }
            };
        }

        @Override
        public boolean inputFinished() {
            return finished;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
