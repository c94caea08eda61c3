package dev.berth.tunnel;

import dev.berth.api.ProblemException;
import dev.berth.link.ByteStream;
import dev.berth.link.RemoteListener;
import java.time.Duration;
import java.util.function.Consumer;

/** Has a host listen for a remote tunnel. */
@FunctionalInterface
public interface ListenerSource {
    /**
     * Asks the host to listen, and waits for its link where that is down.
     *
     * @param accepted takes each connection on a virtual thread of its own
     */
    Bound listen(TunnelSpec spec, Consumer<ByteStream> accepted, Duration deadline)
            throws ProblemException, InterruptedException;

    /** @param address what the host really listens on, {@code address:port}; sshd may narrow what was asked for */
    record Bound(RemoteListener listener, String address) {}
}
