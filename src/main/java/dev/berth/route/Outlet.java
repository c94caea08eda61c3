package dev.berth.route;

import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.link.Link;

/**
 * How connections leave a host: by its SSH server's forwards, or by commands that relay, where somebody agreed to that.
 *
 * @param host for messages
 * @param names the link's one, as the next
 */
public record Outlet(String host, Link link, HostNames names, HostRelay relay, boolean relayed) {
    /** By forwards. */
    public static Outlet of(String host, Link link) {
        return new Outlet(host, link, new HostNames(link), new HostRelay(host, link), false);
    }

    /**
     * A port that the host reaches.
     *
     * @param way what it is called where forwards lead there
     * @throws ProblemException NOT_SUPPORTED where a relay is wanted and nothing can relay
     */
    Route to(Way way, String address, int port) throws ProblemException {
        String target = OpenedRoute.target(address, port);
        if (relayed) {
            relay.tool(false);
            return new OpenedRoute(Way.RELAY, target, () -> relay.tcp(address, port));
        }
        return new OpenedRoute(way, target, () -> names.tcp(address, port), new Forwards(link, relay)::tcp);
    }

    Route toUnixSocket(String path) throws ProblemException {
        if (relayed) {
            relay.tool(true);
            return new OpenedRoute(Way.RELAY, path, () -> relay.unix(path));
        }
        Forwards forwards = new Forwards(link, relay);
        return new OpenedRoute(Way.HOST, path, () -> link.unix(path), refused -> forwards.unix(refused, path));
    }
}
