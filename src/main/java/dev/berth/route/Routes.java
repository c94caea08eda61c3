package dev.berth.route;

import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.Link;
import org.jspecify.annotations.Nullable;

/** The ways to ports and sockets. A resolved one holds nothing open; after a link's loss it is resolved anew. */
public final class Routes {
    private Routes() {}

    /** A port as the host sees it. */
    public static Route toHost(Link link, String address, int port) {
        return new OpenedRoute(Way.HOST, OpenedRoute.target(address, port), () -> link.tcp(address, port));
    }

    /** @throws ProblemException NOT_SUPPORTED where a relay is wanted and nothing there can relay */
    public static Route toHost(Outlet outlet, String address, int port) throws ProblemException {
        return outlet.to(Way.HOST, address, port);
    }

    /**
     * Where the host listens on a port, as its kernel tells it: {@code address:port}, several parted by commas. Null where
     * it can't be told.
     */
    public static @Nullable String listening(Link link, int port) {
        return HostListeners.on(link, port);
    }

    /** A Unix socket of the host. */
    public static Route toUnixSocket(Outlet outlet, String path) throws ProblemException {
        return outlet.toUnixSocket(path);
    }

    /** A Unix socket in a container, by a relay: the host sees containers' ports, but not their files. */
    public static Route toContainerSocket(String host, Docker docker, String container, String path)
            throws ProblemException {
        ContainerDetails details = ContainerRoutes.running(host, docker.inspect(container));
        Relays relays = new Relays(host, docker, details, new Relays.End.Socket(path));
        Route answering = relays.tried();
        return answering == null ? relays.untried() : answering;
    }

    /**
     * A port of a container, by the first way that answers: published, its own address, host networking, a relay inside.
     * Where nothing listens yet, the way that would be tried first; resolve again once something does.
     *
     * @param container name, or the first characters of its id
     * @throws ProblemException CONTAINER_NOT_FOUND, CONTAINER_NOT_RUNNING, NOT_SUPPORTED where no way leads there,
     *     or FORWARDING_REFUSED where the SSH server lets none through
     */
    public static Route toContainer(Outlet outlet, Docker docker, String container, int port) throws ProblemException {
        return new ContainerRoutes(outlet, docker, container, port).resolve();
    }

    /** By forwards. The host is named in messages. */
    public static Route toContainer(String host, Link link, Docker docker, String container, int port)
            throws ProblemException {
        return toContainer(Outlet.of(host, link), docker, container, port);
    }
}
