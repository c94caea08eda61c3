package dev.berth.route;

import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;

/** A resolved way to a port. Safe for use by several threads. */
public interface Route {
    TunnelStatus.Way way();

    /** The far end as it is shown: {@code address:port} as the host sees it, or a path. */
    String target();

    /**
     * Opens a connection.
     *
     * @throws IOException an OpenRefusedException where the far end or the host refused
     */
    ByteStream open() throws IOException;

    /** Why it was refused. May ask the host, and take a moment. */
    default Refusal explain(OpenRefusedException refused) {
        return Refusal.of(refused);
    }
}
