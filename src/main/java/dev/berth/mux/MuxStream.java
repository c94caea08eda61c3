package dev.berth.mux;

import dev.berth.link.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A stream over sockets of the master's: one a direction, or one for both. A master that passes a single connection on to
 * TCP takes the far end's finish for the end of both directions: what is written after it fails.
 */
final class MuxStream implements ByteStream {
    private final SocketChannel from;
    private final SocketChannel to;
    private final Inlet input;
    private final OutputStream output;
    private final Consumer<MuxStream> closed;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /**
     * @param early what was read from the socket already
     * @param closed called once, when it is closed
     */
    MuxStream(SocketChannel from, SocketChannel to, ByteBuffer early, Pulse pulse, Consumer<MuxStream> closed) {
        this.from = from;
        this.to = to;
        this.closed = closed;
        this.input = new Inlet(from, early, pulse, this::close);
        this.output = new Outlet(to);
    }

    /** Its end is that of the direction, not of the socket. */
    private static final class Outlet extends OutputStream {
        private final SocketChannel to;
        private final OutputStream out;

        Outlet(SocketChannel to) {
            this.to = to;
            this.out = Channels.newOutputStream(to);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            out.write(bytes, at, length);
        }

        @Override
        public void close() throws IOException {
            if (to.isOpen()) {
                to.shutdownOutput();
            }
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public boolean inputFinished() {
        return input.finished();
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            Sockets.close(from);
            Sockets.close(to);
            closed.accept(this);
        }
    }
}
