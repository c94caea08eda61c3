package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request.LocalPort;
import dev.berth.api.TunnelStatus;
import dev.berth.route.Route;
import dev.berth.route.Routes;
import dev.berth.tunnel.LocalPorts;
import dev.berth.tunnel.Tunnel;
import dev.berth.tunnel.TunnelSpec;
import dev.berth.tunnel.TunnelSpecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All tunnels by name. Its lock guards the map; starting, stopping and probing happen outside of it, in the tunnel.
 * After each change they are written down, so that an agent that was killed finds them again.
 */
final class Tunnels implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Tunnels.class.getName());
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final Function<String, HostSupervisor> hosts;
    private final Consumer<List<TunnelStatus>> changed;
    private final TunnelStore store;
    private final Map<String, Tunnel> byName = new LinkedHashMap<>();
    private boolean ending;

    /** Finds or makes the supervisor of a host. */
    interface Function<A, B> {
        B apply(A argument) throws ProblemException;
    }

    Tunnels(Function<String, HostSupervisor> hosts, Consumer<List<TunnelStatus>> changed, TunnelStore store) {
        this.hosts = hosts;
        this.changed = changed;
        this.store = store;
    }

    /** Takes up what was written down: what ran runs again, what is saved is there. */
    void restore() {
        for (TunnelStore.Kept kept : store.load()) {
            Tunnel tunnel = make(kept.spec());
            if (kept.running() || kept.spec().autostart()) {
                try {
                    start(tunnel, null);
                } catch (ProblemException failed) {
                    LOG.log(Level.INFO, "restoring " + kept.spec().name(), failed);
                }
            }
        }
        publish();
    }

    private Tunnel make(TunnelSpec spec) {
        Tunnel tunnel = new Tunnel(spec, this::route, status -> publish());
        synchronized (this) {
            byName.put(spec.name(), tunnel);
        }
        return tunnel;
    }

    /** Makes a tunnel, starts it and connects its host. */
    TunnelStatus add(
            String host,
            @Nullable String container,
            String spec,
            @Nullable String name,
            LocalPort localPort,
            boolean save,
            Fleet.@Nullable Caller caller)
            throws ProblemException {
        TunnelSpec parsed = TunnelSpecs.parse(spec, host, container, name, localPort);
        return status(add(parsed, localPort, save, name != null, caller));
    }

    private Tunnel add(
            TunnelSpec parsed, LocalPort localPort, boolean save, boolean named, Fleet.@Nullable Caller caller)
            throws ProblemException {
        TunnelSpec spec = withPort(parsed, localPort, save);
        synchronized (this) {
            if (named && byName.containsKey(spec.name())) {
                throw Problem.of(
                                Problem.Code.USAGE,
                                "There is a tunnel " + spec.name() + " already.",
                                "Give another name, or berth tunnel rm " + spec.name() + ".")
                        .asException();
            }
            spec = spec.withName(freeName(spec.name()));
        }
        Tunnel tunnel = make(spec);
        try {
            start(tunnel, caller);
        } catch (ProblemException refused) {
            forget(tunnel);
            throw refused;
        }
        publish();
        return tunnel;
    }

    private static TunnelSpec withPort(TunnelSpec spec, LocalPort wanted, boolean save) {
        boolean elsewhere = wanted.orNextFree() && !LocalPorts.free(spec.localPort());
        return (elsewhere ? spec.withLocalPort(LocalPorts.nextFree(spec.localPort())) : spec)
                .withSaved(save, spec.autostart());
    }

    private String freeName(String name) {
        String free = name;
        for (int i = 2; byName.containsKey(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    /** The tunnel to a port of a container or host, made where there is none and started where it is off. */
    Tunnel ensure(String host, @Nullable String container, int port, LocalPort localPort, Fleet.@Nullable Caller caller)
            throws ProblemException {
        Optional<Tunnel> there = to(host, container, port);
        if (there.isPresent() && fits(there.get(), localPort)) {
            Tunnel tunnel = there.get();
            if (!running(tunnel)) {
                start(tunnel, caller);
            }
            return tunnel;
        }
        TunnelSpec spec = TunnelSpecs.parse(String.valueOf(port), host, container, null, localPort);
        return add(spec, localPort, false, false, caller);
    }

    private static boolean fits(Tunnel tunnel, LocalPort wanted) {
        return wanted.port() == null || wanted.port() == tunnel.spec().localPort();
    }

    /** The local tunnel to that port, a running one before others. */
    synchronized Optional<Tunnel> to(String host, @Nullable String container, int port) {
        Optional<Tunnel> found = Optional.empty();
        for (Tunnel tunnel : byName.values()) {
            TunnelSpec spec = tunnel.spec();
            boolean same = spec.kind() == TunnelStatus.Kind.LOCAL
                    && spec.host().equals(host)
                    && java.util.Objects.equals(spec.container(), container)
                    && spec.remotePort() == port
                    && spec.remotePath() == null;
            if (same && (found.isEmpty() || running(tunnel))) {
                found = Optional.of(tunnel);
            }
        }
        return found;
    }

    static boolean running(Tunnel tunnel) {
        return switch (tunnel.status().state()) {
            case OFF, FAILED -> false;
            case LISTENING, UP, LINK_DOWN, SERVICE_DOWN -> true;
        };
    }

    private void start(Tunnel tunnel, Fleet.@Nullable Caller caller) throws ProblemException {
        tunnel.start();
        HostSupervisor host = hosts.apply(tunnel.spec().host());
        Session session = host.open();
        if (session != null) {
            tunnel.linkUp();
            probe(tunnel);
        } else {
            tunnel.linkDown(tunnel.spec().host() + " is not connected yet");
            host.session(caller);
        }
    }

    private static void probe(Tunnel tunnel) {
        Thread.ofVirtual().name("probe").start(() -> tunnel.probe(PROBE));
    }

    /** Starts a tunnel that is off. */
    TunnelStatus start(String name, Fleet.Caller caller) throws ProblemException {
        Tunnel tunnel = find(name);
        if (!running(tunnel)) {
            start(tunnel, caller);
        }
        publish();
        return status(tunnel);
    }

    TunnelStatus stop(String name) throws ProblemException {
        Tunnel tunnel = find(name);
        tunnel.stop();
        publish();
        return status(tunnel);
    }

    void remove(String name) throws ProblemException {
        forget(find(name));
        publish();
    }

    /** Ends the tunnels to a server that was stopped. */
    void removeTo(String host, @Nullable String container, int port) {
        for (Optional<Tunnel> tunnel = to(host, container, port);
                tunnel.isPresent();
                tunnel = to(host, container, port)) {
            forget(tunnel.get());
        }
        publish();
    }

    private void forget(Tunnel tunnel) {
        synchronized (this) {
            byName.remove(tunnel.spec().name());
        }
        tunnel.close();
    }

    TunnelStatus show(String name) throws ProblemException {
        return status(find(name));
    }

    /** Waits until the far end of a tunnel answered. */
    TunnelStatus await(String name) throws ProblemException, InterruptedException {
        Tunnel tunnel = find(name);
        hosts.apply(tunnel.spec().host());
        if (!tunnel.probe(Duration.ofSeconds(20))) {
            String reason = tunnel.status().reason();
            throw Problem.of(
                            Problem.Code.TARGET_REFUSED,
                            "The tunnel " + tunnel.spec().name() + " listens, but its far end does not answer"
                                    + (reason == null ? "." : ": " + reason + "."),
                            "It stays; it works as soon as the service there does.")
                    .asException();
        }
        return status(tunnel);
    }

    /** @param name a tunnel's name or its local port */
    private synchronized Tunnel find(String name) throws ProblemException {
        Tunnel tunnel = byName.get(name);
        if (tunnel != null) {
            return tunnel;
        }
        for (Tunnel candidate : byName.values()) {
            if (name.equals(String.valueOf(candidate.spec().localPort()))) {
                return candidate;
            }
        }
        throw Problem.of(Problem.Code.TUNNEL_NOT_FOUND, "There is no tunnel " + name + ".", "See berth tunnel list.")
                .asException();
    }

    private static TunnelStatus status(Tunnel tunnel) {
        return tunnel.status();
    }

    synchronized List<TunnelStatus> list() {
        List<TunnelStatus> list = new ArrayList<>();
        for (Tunnel tunnel : byName.values()) {
            list.add(tunnel.status());
        }
        return list;
    }

    /** Tunnels of a host that are switched on. */
    synchronized List<Tunnel> running(String host) {
        List<Tunnel> running = new ArrayList<>();
        for (Tunnel tunnel : byName.values()) {
            if (tunnel.spec().host().equals(host) && running(tunnel)) {
                running.add(tunnel);
            }
        }
        return running;
    }

    void linkUp(String host) {
        for (Tunnel tunnel : running(host)) {
            tunnel.linkUp();
            probe(tunnel);
        }
    }

    void linkDown(String host, String reason) {
        for (Tunnel tunnel : running(host)) {
            tunnel.linkDown(reason);
        }
    }

    /** Asks the far ends whether they answer. */
    void probeAll() {
        List<Tunnel> all;
        synchronized (this) {
            all = List.copyOf(byName.values());
        }
        for (Tunnel tunnel : all) {
            TunnelStatus.State state = tunnel.status().state();
            if (state == TunnelStatus.State.SERVICE_DOWN || state == TunnelStatus.State.LISTENING) {
                probe(tunnel);
            }
        }
    }

    /** The way to a tunnel's far end over its host's session, waiting for that where it is on its way. */
    private Route route(TunnelSpec spec, Duration deadline) throws ProblemException, InterruptedException {
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

    /** Tells the newest states, and writes down what has to be found again. */
    private void publish() {
        changed.accept(list());
        List<TunnelStore.Kept> kept = new ArrayList<>();
        synchronized (this) {
            if (ending) {
                return;
            }
            for (Tunnel tunnel : byName.values()) {
                kept.add(new TunnelStore.Kept(tunnel.spec(), running(tunnel)));
            }
        }
        save(kept);
    }

    private List<TunnelStore.Kept> lastSaved = List.of();

    private synchronized void save(List<TunnelStore.Kept> kept) {
        if (!kept.equals(lastSaved)) {
            lastSaved = kept;
            store.save(kept);
        }
    }

    /** An end in good order: only what is to be kept stays written down. */
    @Override
    public void close() {
        List<Tunnel> all;
        List<TunnelStore.Kept> kept = new ArrayList<>();
        synchronized (this) {
            ending = true;
            all = List.copyOf(byName.values());
            for (Tunnel tunnel : all) {
                if (tunnel.spec().saved()) {
                    kept.add(new TunnelStore.Kept(tunnel.spec(), false));
                }
            }
            byName.clear();
        }
        all.forEach(Tunnel::close);
        save(kept);
    }
}
