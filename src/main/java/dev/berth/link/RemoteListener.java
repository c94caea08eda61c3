package dev.berth.link;

import java.io.IOException;

/** A port the host listens on for us. */
public interface RemoteListener extends AutoCloseable {
    /** What the host really bound. */
    int port();

    @Override
    void close() throws IOException;
}
