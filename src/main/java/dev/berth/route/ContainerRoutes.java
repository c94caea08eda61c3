package dev.berth.route;

import dev.berth.api.Container.PortMapping;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the way to one port of one container by trying, in the order told at {@link Routes#toContainer}. */
final class ContainerRoutes {
    /** A container may use another's network, that one a third's; a ring can't be made. */
    private static final int MOST_SHARED = 8;

    private final Outlet outlet;
    private final String host;
    private final Link link;
    private final Docker docker;
    private final String container;
    private final int port;
    /** Explains what the SSH server forbade among the ways that were tried, which takes questions to the host. */
    private @Nullable Supplier<Refusal> forbidden;

    ContainerRoutes(Outlet outlet, Docker docker, String container, int port) {
        this.outlet = outlet;
        this.host = outlet.host();
        this.link = outlet.link();
        this.docker = docker;
        this.container = container;
        this.port = port;
    }

    Route resolve() throws ProblemException {
        ContainerDetails asked = running(host, docker.inspect(container));
        ContainerDetails owner = networkOwner(asked);
        Listeners listeners = ListenerLook.at(link, docker, asked, port);
        if (owner.networkMode().equals("host")) {
            return outlet.to(Way.HOST, listeners == null ? "127.0.0.1" : listeners.inside(), port);
        }
        if (listeners == null) {
            return guessed(asked, owner);
        }
        if (listeners.none()) {
            Route first = firstOutside(owner);
            return first == null ? relay(asked, listeners, false) : first;
        }
        Route outside = listeners.loopbackOnly() ? null : outside(owner, true);
        return outside == null ? relay(asked, listeners, true) : outside;
    }

    /** The same container, where it runs. */
    static ContainerDetails running(String host, ContainerDetails details) throws ProblemException {
        if (!details.running()) {
            throw details.notRunning(host).asException();
        }
        return details;
    }

    /** Who has the addresses and published ports, where a container shares another's network. */
    private ContainerDetails networkOwner(ContainerDetails details) throws ProblemException {
        ContainerDetails owner = details;
        for (int i = 0; i < MOST_SHARED && owner.networkMode().startsWith("container:"); i++) {
            owner = docker.inspect(owner.networkMode().substring("container:".length()));
        }
        return owner;
    }

    /** All ways from outside, the best first. */
    private List<Route> ways(ContainerDetails owner) throws ProblemException {
        List<Route> ways = new ArrayList<>();
        for (PortMapping mapping : owner.ports()) {
            Integer outside = mapping.hostPort();
            if (mapping.containerPort() == port
                    && outside != null
                    && mapping.protocol().equals("tcp")) {
                ways.add(outlet.to(Way.PUBLISHED, published(mapping.address()), outside));
            }
        }
        for (String address : owner.addresses()) {
            ways.add(outlet.to(Way.ADDRESS, address, port));
        }
        return ways;
    }

    /** A port published on all addresses is on the loopback too; one published on an address is on that one alone. */
    private static String published(@Nullable String address) {
        return switch (address) {
            case null -> "127.0.0.1";
            case "", "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> address;
        };
    }

    private @Nullable Route firstOutside(ContainerDetails owner) throws ProblemException {
        List<Route> ways = ways(owner);
        return ways.isEmpty() ? null : ways.getFirst();
    }

    /** @param listening something is known to listen there, so that who accepts has somebody behind him */
    private @Nullable Route outside(ContainerDetails owner, boolean listening) throws ProblemException {
        for (Route way : ways(owner)) {
            OpenRefusedException[] refused = new OpenRefusedException[1];
            if (Dial.tried(way, listening, failure -> refused[0] = failure)) {
                return way;
            }
            OpenRefusedException why = refused[0];
            if (why != null && why.reason() == OpenRefusedException.Reason.PROHIBITED) {
                forbidden = () -> way.explain(why);
            }
        }
        return null;
    }

    /** Nobody can tell who listens: by trying alone. */
    private Route guessed(ContainerDetails asked, ContainerDetails owner) throws ProblemException {
        Route outside = outside(owner, false);
        if (outside != null) {
            return outside;
        }
        Listeners unknown = new Listeners(List.of());
        Relays relays = new Relays(host, docker, asked, new Relays.End.Port(unknown.inside(), port));
        Route relay = relays.tried();
        Route first = firstOutside(owner);
        if (relay != null) {
            return relay;
        }
        return first == null ? relays.untried() : first;
    }

    private Route relay(ContainerDetails asked, Listeners listeners, boolean listening) throws ProblemException {
        Relays relays = new Relays(host, docker, asked, new Relays.End.Port(listeners.inside(), port));
        if (!listening) {
            return relays.untried();
        }
        Route relay = relays.tried();
        if (relay != null) {
            return relay;
        }
        Supplier<Refusal> refusal = forbidden;
        throw refusal == null ? relays.none(listeners.loopbackOnly()) : forbidden(asked, refusal.get());
    }

    private ProblemException forbidden(ContainerDetails asked, Refusal refusal) {
        String message = "The SSH server of " + host + " lets no forward to port " + port + " of container "
                + asked.name() + " through, and the container has no " + Relays.TOOLS + " to relay it.";
        return new Problem(
                        Problem.Code.FORWARDING_REFUSED,
                        message,
                        refusal.next(),
                        refusal.relay() == null ? null : Problem.RELAY)
                .asException();
    }
}
