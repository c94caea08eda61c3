package dev.berth.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The far end of a stream. It speaks only once it was spoken to. */
interface StreamService {
    /** Serves until either side has no more to say; both streams are closed by the caller. */
    void serve(InputStream in, OutputStream out) throws IOException;

    /** The stream was given up before {@link #serve}. */
    default void dismiss() {}
}
