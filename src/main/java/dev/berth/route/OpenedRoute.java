package dev.berth.route;

import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;

/** A route whose way is told by what opens it. */
record OpenedRoute(TunnelStatus.Way way, String target, Opener opener, Explainer explainer) implements Route {
    interface Opener {
        ByteStream open() throws IOException;
    }

    interface Explainer {
        Refusal explain(OpenRefusedException refused);
    }

    OpenedRoute(TunnelStatus.Way way, String target, Opener opener) {
        this(way, target, opener, Refusal::of);
    }

    @Override
    public Refusal explain(OpenRefusedException refused) {
        return explainer.explain(refused);
    }

    @Override
    public ByteStream open() throws IOException {
        return opener.open();
    }

    /** RFC 3986 brackets for IPv6. */
    static String target(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
