package dev.berth.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A command on its way. Closing it hangs up: the host ends it as sshd ends a command whose channel is closed. */
public interface RemoteCommand extends AutoCloseable {
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /**
     * Waits for the end.
     *
     * @return the exit code, 128 + the signal's number where a signal ended it, or 255 where none was told
     * @throws DeadlineException where it did not end in time; it still runs then
     */
    int await(Duration deadline) throws IOException;

    @Override
    void close() throws IOException;
}
