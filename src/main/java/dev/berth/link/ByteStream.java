package dev.berth.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A two-way stream of bytes whose directions end apart from each other. Closing {@link #output} ends that direction only;
 * closing {@link #input} is the same as {@link #close}. One thread may read while another writes; {@link #close} may come
 * from any and releases both.
 */
public interface ByteStream extends AutoCloseable {
    InputStream input();

    /** Writes go out at once: there is no buffer to flush. */
    OutputStream output();

    /** True once the far end finished its direction in good order, rather than broke off. */
    boolean inputFinished();

    @Override
    void close() throws IOException;
}
