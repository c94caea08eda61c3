package dev.berth.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Where bytes go that come by a thread which must not wait, such as the one that reads a connection for all its streams: it
 * offers them, and another thread writes what was not taken. A stream that is transferred to a sink never does both at a
 * time.
 */
public abstract class Sink extends OutputStream {
    /**
     * Takes what can go out at once, which may be nothing, and never waits.
     *
     * @param data stands at the first byte that was not taken, afterwards
     */
    public abstract void offer(ByteBuffer data) throws IOException;

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
