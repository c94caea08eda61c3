package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.route.Route;
import dev.berth.route.Routes;
import dev.berth.tunnel.RouteSource;
import dev.berth.tunnel.TunnelSpec;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The way to a tunnel's far end over its host's session, waiting for that where it is on its way. */
final class HostRoutes implements RouteSource {
    private final Tunnels.Function<String, HostSupervisor> hosts;

    HostRoutes(Tunnels.Function<String, HostSupervisor> hosts) {
        this.hosts = hosts;
    }

    @Override
    public Route route(TunnelSpec spec, Duration deadline) throws ProblemException, InterruptedException {
        Session session = await(hosts.apply(spec.host()), spec.host(), deadline);
        String container = spec.container();
        String path = spec.remotePath();
        if (path != null) {
            return Routes.toUnixSocket(session.link(), path);
        }
        return container == null
                ? Routes.toHost(session.link(), spec.remoteAddress(), spec.remotePort())
                : Routes.toContainer(spec.host(), session.link(), session.docker(), container, spec.remotePort());
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
