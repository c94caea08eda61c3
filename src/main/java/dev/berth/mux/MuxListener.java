package dev.berth.mux;

import dev.berth.link.ByteStream;
import dev.berth.link.ChildStart;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteListener;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A port that the host listens on, each of whose connections the master brings to a socket of ours. */
final class MuxListener implements RemoteListener {
    private final Path control;
    private final Pulse pulse;
    private final Path path;
    private final ServerSocketChannel arrivals;
    private final Forward forward;
    private final int port;
    private final Consumer<MuxListener> closed;

    private MuxListener(
            Path control,
            Pulse pulse,
            Path path,
            ServerSocketChannel arrivals,
            Forward forward,
            int port,
            Consumer<MuxListener> closed) {
        this.control = control;
        this.pulse = pulse;
        this.path = path;
        this.arrivals = arrivals;
        this.forward = forward;
        this.port = port;
        this.closed = closed;
    }

    /** @param closed told once it is closed */
    static MuxListener open(
            Path control,
            Pulse pulse,
            Doors doors,
            String host,
            String address,
            int port,
            Consumer<ByteStream> accepted,
            Consumer<MuxListener> closed)
            throws IOException {
        Path path = doors.fresh();
        ServerSocketChannel arrivals = Doors.listen(path);
        boolean kept = false;
        try {
            Forward forward = Forward.fromTcp(address, port, path);
            int real = bind(control, host, forward);
            MuxListener listener = new MuxListener(control, pulse, path, arrivals, forward, real, closed);
            Thread.ofVirtual().name("mux-listener").start(() -> listener.accept(accepted));
            kept = true;
            return listener;
        } finally {
            if (!kept) {
                end(arrivals, path);
            }
        }
    }

    private static int bind(Path control, String host, Forward forward) throws IOException {
        Message.Reply reply = forward.open(control);
        int asked = forward.listenPort();
        if (reply.type() == Message.REMOTE_PORT) {
            reply.number();
            return reply.number();
        } else if (reply.type() == Message.OK) {
            return asked;
        }
        String where = forward.listenAddress() + (asked == 0 ? "" : ":" + asked);
        throw new OpenRefusedException(
                Reason.PROHIBITED,
                host + " refused to listen on " + where + ": the port is taken there, or its sshd forbids it"
                        + " (AllowTcpForwarding, GatewayPorts)");
    }

    private void accept(Consumer<ByteStream> accepted) {
        try {
            while (true) {
                SocketChannel arrival = arrivals.accept();
                Thread.ofVirtual().name("mux-forwarded").start(() -> {
                    try (MuxStream stream = new MuxStream(arrival, arrival, Inlet.NOTHING, pulse, ended -> {})) {
                        accepted.accept(stream);
                    }
                });
            }
        } catch (IOException ended) {
            // it was closed
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        if (arrivals.isOpen()) {
            end(arrivals, path);
            closed.accept(this);
            if (!pulse.ended()) {
                forward.close(control);
            }
        }
    }

    /** The link is gone, and with it the port. */
    void stop() {
        try {
            end(arrivals, path);
        } catch (IOException gone) {
            // its directory goes as well
        }
    }

    private static void end(ServerSocketChannel arrivals, Path path) throws IOException {
        ChildStart.apart(() -> {
            arrivals.close();
            return true;
        });
        Files.deleteIfExists(path);
    }
}
