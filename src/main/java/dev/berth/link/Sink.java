package dev.berth.link;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where bytes go that come by a thread which must not wait, such as the one that reads a connection for all its streams: it
 * offers them, and another thread writes what was not taken. A stream that is transferred to a sink never does both at a
 * time.
 */
public abstract class Sink extends OutputStream {
    /**
     * Takes what can go out at once, and never waits.
     *
     * @return how many of the bytes were taken, from the first; may be 0
     */
    public abstract int offer(byte[] data, int from, int length) throws IOException;

    @Override
    public final void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
