package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.link.ByteStream;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.RemoteListener;
import dev.berth.route.Outlet;
import dev.berth.route.Route;
import dev.berth.route.Routes;
import dev.berth.tunnel.ListenerSource;
import dev.berth.tunnel.RouteSource;
import dev.berth.tunnel.TunnelSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What tunnels get of their host's session, waiting for that where it is on its way. */
final class HostRoutes implements RouteSource, ListenerSource {
    /** Ports below it are root's alone, on most systems. */
    private static final int LEAST_FREE = 1024;

    private final Tunnels.Function<String, HostSupervisor> hosts;

    HostRoutes(Tunnels.Function<String, HostSupervisor> hosts) {
        this.hosts = hosts;
    }

    @Override
    public Route route(TunnelSpec spec, Duration deadline) throws ProblemException, InterruptedException {
        Session session = await(hosts.apply(spec.host()), spec.host(), deadline);
        Outlet outlet = session.outlet(spec.relay());
        String container = spec.container();
        String path = spec.remotePath();
        if (path != null) {
            return container == null
                    ? Routes.toUnixSocket(outlet, path)
                    : Routes.toContainerSocket(session.host(), session.docker(), container, path);
        }
        return container == null
                ? Routes.toHost(outlet, spec.remoteAddress(), spec.remotePort())
                : Routes.toContainer(outlet, session.docker(), container, spec.remotePort());
    }

    @Override
    public Bound listen(TunnelSpec spec, Consumer<ByteStream> accepted, Duration deadline)
            throws ProblemException, InterruptedException {
        Link link = await(hosts.apply(spec.host()), spec.host(), deadline).link();
        // RFC 4254 section 7.1: an empty address is every one
        String address = spec.remoteAddress().equals("*") ? "" : spec.remoteAddress();
        try {
            RemoteListener listener = link.listen(address, spec.remotePort(), accepted);
            String real = Routes.listening(link, listener.port());
            return new Bound(listener, real == null ? spec.remoteAddress() + ":" + listener.port() : real);
        } catch (OpenRefusedException refused) {
            throw notListening(spec, link).asException(refused);
        } catch (IOException lost) {
            throw Session.linkLost(spec.host(), lost).asException(lost);
        }
    }

    /** The server says no more than that it does not; the host may tell who has the port. */
    private static Problem notListening(TunnelSpec spec, Link link) {
        int port = spec.remotePort();
        String holder = port == 0 ? null : Routes.listening(link, port);
        if (holder != null) {
            return Problem.of(
                    Problem.Code.REMOTE_PORT_IN_USE,
                    "Port " + port + " of " + spec.host() + " is taken: something listens at " + holder + " there.",
                    "Take another port there, or 0 to let it choose.");
        }
        boolean privileged = port > 0 && port < LEAST_FREE;
        return Problem.of(
                Problem.Code.FORWARDING_REFUSED,
                "The SSH server of " + spec.host() + " does not listen on "
                        + (port == 0 ? "a port" : "port " + port) + " for you"
                        + (privileged
                                ? ": below " + LEAST_FREE + " only root may."
                                : " (AllowTcpForwarding, PermitListen or GatewayPorts)."),
                privileged
                        ? "Take a port from " + LEAST_FREE + " on there, or 0 to let it choose."
                        : "Its configuration would have to allow it.");
    }

    private static Session await(HostSupervisor host, String name, Duration deadline)
            throws ProblemException, InterruptedException {
        try {
            return host.awaited().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ProblemException problem
                    ? problem
                    : Problem.of(Problem.Code.INTERNAL, "Connecting to " + name + " failed: see the log.")
                            .asException(failed);
        } catch (TimeoutException late) {
            throw Problem.of(
                            Problem.Code.LINK_LOST,
                            name + " is not connected; waited " + deadline.toSeconds() + " s for it.")
                    .asException();
        }
    }
}
