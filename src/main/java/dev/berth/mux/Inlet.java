package dev.berth.mux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/**
 * What comes from the host over a socket of the master's. Its end is also what is seen when the master dies, so the master
 * is asked before an end is believed.
 */
final class Inlet extends InputStream {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final InputStream in;
    private final ByteBuffer early;
    private final Pulse pulse;
    private final Runnable close;
    private volatile boolean finished;

    /** @param early what was read from the socket already */
    Inlet(SocketChannel from, ByteBuffer early, Pulse pulse, Runnable close) {
        this.early = early;
        this.in = Channels.newInputStream(from);
        this.pulse = pulse;
        this.close = close;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int at, int length) throws IOException {
        if (early.hasRemaining() && length > 0) {
            buffer[at] = early.get();
            return 1;
        }
        int n = in.read(buffer, at, length);
        if (n < 0 && !finished) {
            if (!pulse.answers()) {
                throw pulse.lost(null);
            }
            finished = true;
        }
        pulse.hear();
        return n;
    }

    /** The far end finished in good order. */
    boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        close.run();
    }
}
