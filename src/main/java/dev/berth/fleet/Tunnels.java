package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Request.Keeping;
import dev.berth.api.Request.LocalPort;
import dev.berth.api.TunnelStatus;
import dev.berth.tunnel.LocalPorts;
import dev.berth.tunnel.Tunnel;
import dev.berth.tunnel.TunnelSpec;
import dev.berth.tunnel.TunnelSpecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All tunnels by name. Its lock guards the map; starting, stopping and probing happen outside of it, in the tunnel.
 * After each change they are written down, so that the next agent finds them again.
 */
final class Tunnels {
    private static final Logger LOG = Logger.getLogger(Tunnels.class.getName());
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final int LOOKS_AT_IDLE = 3;

    private final Function<String, HostSupervisor> hosts;
    private final HostRoutes routes;
    private final Consumer<List<TunnelStatus>> changed;
    private final TunnelStore store;
    private final Map<String, Tunnel> byName = new LinkedHashMap<>();
    /** Switched on, though perhaps without the port that they need. */
    private final Set<Tunnel> wanted = new HashSet<>();
    /** By a person: they don't start with their host any more. */
    private final Set<Tunnel> switchedOff = new HashSet<>();

    private boolean ending;
    private int looks;

    /** The dials that tunnels were started with. */
    private final Map<Tunnel, CompletableFuture<Session>> dials = new ConcurrentHashMap<>();
    /** Held while a list is made, told and written; taken before the map's lock. */
    private final Object publishing = new Object();

    private List<TunnelStore.Kept> lastSaved = List.of();

    /** Finds or makes the supervisor of a host. */
    interface Function<A, B> {
        B apply(A argument) throws ProblemException;
    }

    Tunnels(Function<String, HostSupervisor> hosts, Consumer<List<TunnelStatus>> changed, TunnelStore store) {
        this.hosts = hosts;
        this.routes = new HostRoutes(hosts);
        this.changed = changed;
        this.store = store;
    }

    /**
     * Takes up what was written down: what ran runs again, what is saved is there.
     *
     * @return why some do not run
     */
    List<Problem> restore() {
        List<Tunnel> toStart = new ArrayList<>();
        for (TunnelStore.Kept kept : store.load()) {
            synchronized (this) {
                Tunnel tunnel = put(kept.spec());
                if (kept.running()) {
                    wanted.add(tunnel);
                    toStart.add(tunnel);
                }
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (Tunnel tunnel : toStart) {
            try {
                start(tunnel, null);
            } catch (ProblemException failed) {
                LOG.log(Level.INFO, "restoring " + tunnel.spec().name(), failed);
                problems.add(notRestored(tunnel, failed.problem()));
            }
        }
        publish();
        return problems;
    }

    private static Problem notRestored(Tunnel tunnel, Problem why) {
        return Problem.of(
                why.code(),
                "Tunnel " + tunnel.spec().name() + " could not be started again: " + why.message(),
                "Start it once that has passed: berth tunnel start "
                        + tunnel.spec().name() + ".");
    }

    /** Gives it a name of its own. */
    private Tunnel put(TunnelSpec spec) {
        String name = freeName(spec.name());
        Tunnel tunnel = Tunnel.of(spec.withName(name), routes, routes, status -> publish());
        byName.put(name, tunnel);
        return tunnel;
    }

    private synchronized Tunnel putNew(TunnelSpec spec, boolean named) throws ProblemException {
        if (ending) {
            throw Problem.of(Problem.Code.AGENT_UNREACHABLE, "The agent is ending.", "Run the command again.")
                    .asException();
        }
        if (named && byName.containsKey(spec.name())) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "There is a tunnel " + spec.name() + " already.",
                            "Give another name, or berth tunnel rm " + spec.name() + ".")
                    .asException();
        }
        return put(spec);
    }

    /**
     * Makes a tunnel, starts it and connects its host.
     *
     * @param host as it is listed
     */
    TunnelStatus add(String host, Request.AddTunnel request, Fleet.@Nullable Caller caller) throws ProblemException {
        Keeping keeping = request.keeping();
        if (keeping.autostart() && !keeping.saved()) {
            throw Problem.of(Problem.Code.USAGE, "Only a tunnel that is saved can start with its host.")
                    .asException();
        }
        TunnelSpec parsed =
                TunnelSpecs.parse(request.spec(), host, request.container(), request.name(), request.localPort());
        if (parsed.isWide() && parsed.kind() == TunnelStatus.Kind.DYNAMIC) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "A SOCKS proxy listens on 127.0.0.1 and ::1 only: it would let everybody act as " + host
                                    + ".",
                            "Leave the address out.")
                    .asException();
        }
        if (parsed.isWide() && !request.agreed().contains(Request.Agreed.WIDE)) {
            throw wide(parsed).asException();
        }
        TunnelSpec agreed = request.agreed().contains(Request.Agreed.RELAY) ? relayed(parsed) : parsed;
        return status(add(agreed, request.localPort(), keeping, request.name() != null, caller));
    }

    private static Problem wide(TunnelSpec spec) {
        return new Problem(
                Problem.Code.USAGE,
                "Port " + spec.localPort() + " would be open to every machine that reaches this one, at " + spec.local()
                        + ".",
                "Leave the address out to listen on 127.0.0.1 and ::1 only.",
                Problem.WIDE);
    }

    private static TunnelSpec relayed(TunnelSpec spec) throws ProblemException {
        if (spec.kind() == TunnelStatus.Kind.REMOTE) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "A remote tunnel can't be relayed: its SSH server itself has to listen.",
                            "Have AllowTcpForwarding allowed there.")
                    .asException();
        }
        return spec.relayed();
    }

    /** Has it carried by a command of its host from now on. Its port is bound anew. */
    TunnelStatus relay(String name, Fleet.Caller caller) throws ProblemException {
        Tunnel before = find(name);
        TunnelSpec spec = relayed(before.spec());
        Tunnel tunnel = Tunnel.of(spec, routes, routes, status -> publish());
        synchronized (this) {
            byName.replace(spec.name(), before, tunnel);
            wanted.remove(before);
            switchedOff.remove(before);
        }
        dials.remove(before);
        before.close();
        start(tunnel, caller);
        publish();
        return status(tunnel);
    }

    /** Puts down what the ssh configuration forwards for a host, but for what is there already. */
    List<TunnelStatus> keep(String host, List<String> forwards) throws ProblemException {
        List<TunnelStatus> made = new ArrayList<>();
        for (String forward : forwards) {
            TunnelSpec spec = TunnelSpecs.parse(forward, host, null, null, LocalPort.SAME)
                    .withKeeping(new Keeping(true, false, null));
            synchronized (this) {
                if (byName.values().stream().noneMatch(there -> there.spec().sameEnds(spec))) {
                    made.add(status(put(spec)));
                }
            }
        }
        publish();
        return made;
    }

    private Tunnel add(
            TunnelSpec parsed, LocalPort localPort, Keeping keeping, boolean named, Fleet.@Nullable Caller caller)
            throws ProblemException {
        Tunnel tunnel = putNew(withPort(parsed, localPort).withKeeping(keeping), named);
        try {
            start(tunnel, caller);
        } catch (ProblemException refused) {
            forget(tunnel);
            throw refused;
        }
        publish();
        return tunnel;
    }

    private static TunnelSpec withPort(TunnelSpec spec, LocalPort wanted) {
        boolean elsewhere = wanted.orNextFree() && !LocalPorts.free(spec.localPort());
        return elsewhere ? spec.withLocalPort(LocalPorts.nextFree(spec.localPort())) : spec;
    }

    private String freeName(String name) {
        String free = name;
        for (int i = 2; byName.containsKey(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    /** The tunnel that leads there, made where there is none and started where it is off. */
    Tunnel ensure(Service service, LocalPort localPort, Fleet.@Nullable Caller caller) throws ProblemException {
        Optional<Tunnel> there = to(service);
        if (there.isPresent() && fits(there.get(), localPort)) {
            Tunnel tunnel = there.get();
            if (!running(tunnel)) {
                start(tunnel, caller);
            }
            return tunnel;
        }
        return add(service.tunnel(localPort), localPort, Keeping.NOTHING, false, caller);
    }

    private static boolean fits(Tunnel tunnel, LocalPort wanted) {
        int port = tunnel.spec().localPort();
        boolean same = wanted.port() == null || wanted.port() == port;
        return same && (running(tunnel) || !wanted.orNextFree() || LocalPorts.free(port));
    }

    /** The local tunnel that leads there, a running one before others. */
    synchronized Optional<Tunnel> to(Service service) {
        Optional<Tunnel> found = Optional.empty();
        for (Tunnel tunnel : byName.values()) {
            if (service.reachedBy(tunnel.spec()) && (found.isEmpty() || running(tunnel))) {
                found = Optional.of(tunnel);
            }
        }
        return found;
    }

    /** This machine's end of the running tunnel that leads there; null where there is none. */
    @Nullable
    Integer localPort(Service service) {
        return to(service)
                .filter(Tunnels::running)
                .map(tunnel -> tunnel.spec().localPort())
                .orElse(null);
    }

    static boolean running(Tunnel tunnel) {
        return switch (tunnel.status().state()) {
            case OFF, FAILED -> false;
            case LISTENING, UP, LINK_DOWN, SERVICE_DOWN -> true;
        };
    }

    private void start(Tunnel tunnel, Fleet.@Nullable Caller caller) throws ProblemException {
        tunnel.start();
        try {
            connect(tunnel, hosts.apply(tunnel.spec().host()), caller);
        } catch (ProblemException unknown) {
            tunnel.stop();
            throw unknown;
        }
        synchronized (this) {
            wanted.add(tunnel);
            switchedOff.remove(tunnel);
        }
    }

    private void connect(Tunnel tunnel, HostSupervisor host, Fleet.@Nullable Caller caller) {
        if (host.open() == null) {
            tunnel.linkDown(tunnel.spec().host() + " is not connected yet");
        }
        CompletableFuture<Session> dial = host.session(caller);
        dials.put(tunnel, dial);
        dial.whenComplete((session, failed) -> {
            if (failed != null) {
                tunnel.linkDown(problem(failed, tunnel.spec().host()).sentence());
                return;
            }
            tunnel.linkUp();
            if (host.open() == null) {
                // lost meanwhile, and told of perhaps before it was up
                tunnel.linkDown("the session to " + tunnel.spec().host() + " was lost");
            } else {
                probe(tunnel);
            }
        });
    }

    private static Problem problem(@Nullable Throwable failed, String host) {
        return failed instanceof ProblemException known
                ? known.problem()
                : Problem.of(Problem.Code.INTERNAL, "Connecting to " + host + " failed: see the log.");
    }

    private static void probe(Tunnel tunnel) {
        Thread.ofVirtual().name("probe").start(() -> tunnel.probe(PROBE));
    }

    /**
     * Starts a tunnel that is off, and tries one again that is on.
     *
     * @param localPort where it is to listen from now on; null: where it does
     */
    TunnelStatus start(String name, @Nullable LocalPort localPort, Fleet.Caller caller) throws ProblemException {
        Tunnel tunnel = find(name);
        TunnelSpec spec = localPort == null ? tunnel.spec() : moved(tunnel, localPort);
        if (!spec.equals(tunnel.spec())) {
            tunnel = move(tunnel, spec, caller);
        } else if (!running(tunnel)) {
            start(tunnel, caller);
        } else if (tunnel.status().state() == TunnelStatus.State.LINK_DOWN) {
            connect(tunnel, hosts.apply(spec.host()), caller);
        } else {
            probe(tunnel);
        }
        publish();
        return status(tunnel);
    }

    private static TunnelSpec moved(Tunnel tunnel, LocalPort wanted) throws ProblemException {
        TunnelSpec spec = tunnel.spec();
        if (spec.kind() == TunnelStatus.Kind.REMOTE) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "Tunnel " + spec.name() + " takes no port of this machine: its host listens.",
                            "Make another one for another service here.")
                    .asException();
        }
        TunnelSpec named =
                spec.withLocalPort(LocalPorts.valid(wanted.port() == null ? spec.localPort() : wanted.port()));
        boolean there = named.equals(spec) && running(tunnel);
        return there ? spec : withPort(named, wanted);
    }

    /** Has another take its place and name, once that has its port: where that is taken all stays as it was. */
    private Tunnel move(Tunnel before, TunnelSpec spec, Fleet.Caller caller) throws ProblemException {
        Tunnel tunnel = Tunnel.of(spec, routes, routes, status -> publish());
        try {
            start(tunnel, caller);
        } catch (ProblemException refused) {
            tunnel.close();
            throw refused;
        }
        synchronized (this) {
            byName.replace(spec.name(), before, tunnel);
            wanted.remove(before);
            switchedOff.remove(before);
        }
        dials.remove(before);
        before.close();
        return tunnel;
    }

    TunnelStatus stop(String name) throws ProblemException {
        Tunnel tunnel = find(name);
        tunnel.stop();
        synchronized (this) {
            wanted.remove(tunnel);
            switchedOff.add(tunnel);
        }
        publish();
        return status(tunnel);
    }

    void remove(String name) throws ProblemException {
        forget(find(name));
        publish();
    }

    /** Ends the tunnels to a server that was stopped. */
    void removeTo(Service service) {
        for (Optional<Tunnel> tunnel = to(service); tunnel.isPresent(); tunnel = to(service)) {
            forget(tunnel.get());
        }
        publish();
    }

    private void forget(Tunnel tunnel) {
        synchronized (this) {
            byName.remove(tunnel.spec().name(), tunnel);
            wanted.remove(tunnel);
            switchedOff.remove(tunnel);
        }
        dials.remove(tunnel);
        tunnel.close();
    }

    TunnelStatus show(String name) throws ProblemException {
        return status(find(name));
    }

    /** Waits until its host is connected and the far end of the tunnel answered. */
    TunnelStatus await(String name) throws ProblemException, InterruptedException {
        Tunnel tunnel = find(name);
        awaitHost(tunnel);
        if (!tunnel.probe(Duration.ofSeconds(20))) {
            String reason = tunnel.status().reason();
            throw Problem.of(
                            Problem.Code.TARGET_REFUSED,
                            "The tunnel " + tunnel.spec().name() + " listens, but its far end does not answer"
                                    + (reason == null ? "." : ": " + (reason.endsWith(".") ? reason : reason + ".")),
                            "It stays; it works as soon as the service there does.")
                    .asException();
        }
        return status(tunnel);
    }

    /** The dial that it was started with tells why, where another would tell something else. */
    private void awaitHost(Tunnel tunnel) throws ProblemException, InterruptedException {
        CompletableFuture<Session> dial = dials.get(tunnel);
        String host = tunnel.spec().host();
        try {
            (dial == null ? hosts.apply(host).session(null) : dial).get();
        } catch (ExecutionException failed) {
            throw problem(failed.getCause(), host).asException(failed);
        }
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
        startWithHost(host);
        for (Tunnel tunnel : running(host)) {
            tunnel.linkUp();
            probe(tunnel);
        }
    }

    /** Those that start with their host, but for the ones that somebody switched off since the agent runs. */
    private void startWithHost(String host) {
        List<Tunnel> toStart = new ArrayList<>();
        synchronized (this) {
            for (Tunnel tunnel : byName.values()) {
                TunnelSpec spec = tunnel.spec();
                boolean waits = spec.autostart() && !running(tunnel) && !switchedOff.contains(tunnel);
                if (spec.host().equals(host) && waits) {
                    toStart.add(tunnel);
                }
            }
        }
        for (Tunnel tunnel : toStart) {
            try {
                start(tunnel, null);
            } catch (ProblemException failed) {
                LOG.log(Level.INFO, "starting " + tunnel.spec().name() + " with its host", failed);
            }
        }
        if (!toStart.isEmpty()) {
            publish();
        }
    }

    void linkDown(String host, String reason) {
        for (Tunnel tunnel : running(host)) {
            tunnel.linkDown(reason);
        }
    }

    /** Ways to containers are found anew: an address may be another one's by now. */
    void containersChanged(String host) {
        for (Tunnel tunnel : running(host)) {
            if (tunnel.spec().container() != null) {
                tunnel.wayChanged();
            }
        }
    }

    /**
     * Asks the far ends whether they answer: those that did not, and now and then those that did and that nobody uses, since
     * nobody else would notice that they are gone. Called by one thread, every few seconds while somebody looks.
     */
    void probeAll() {
        List<Tunnel> all;
        synchronized (this) {
            all = List.copyOf(byName.values());
        }
        boolean idle = ++looks % LOOKS_AT_IDLE == 0;
        for (Tunnel tunnel : all) {
            TunnelStatus status = tunnel.status();
            boolean ask = switch (status.state()) {
                case SERVICE_DOWN, LISTENING -> true;
                case UP -> idle && status.clients() == 0;
                case OFF, LINK_DOWN, FAILED -> false;
            };
            if (ask) {
                probe(tunnel);
            }
        }
    }

    /** Tells the newest states, and writes down what has to be found again: the newest last, whoever comes first. */
    private void publish() {
        synchronized (publishing) {
            List<TunnelStore.Kept> kept;
            synchronized (this) {
                if (ending) {
                    return;
                }
                kept = kept();
            }
            changed.accept(list());
            save(kept);
        }
    }

    private List<TunnelStore.Kept> kept() {
        List<TunnelStore.Kept> kept = new ArrayList<>();
        for (Tunnel tunnel : byName.values()) {
            kept.add(new TunnelStore.Kept(tunnel.spec(), wanted.contains(tunnel)));
        }
        return kept;
    }

    private List<TunnelStore.Kept> keptAfterStop() {
        List<TunnelStore.Kept> kept = new ArrayList<>();
        for (Tunnel tunnel : byName.values()) {
            if (tunnel.spec().saved()) {
                kept.add(new TunnelStore.Kept(tunnel.spec(), false));
            }
        }
        return kept;
    }

    private void save(List<TunnelStore.Kept> kept) {
        if (!kept.equals(lastSaved)) {
            lastSaved = kept;
            store.save(kept);
        }
    }

    /** Written down first: whoever ends the process may not wait for the connections. */
    void close(Fleet.End end) {
        List<Tunnel> all;
        synchronized (publishing) {
            List<TunnelStore.Kept> kept;
            synchronized (this) {
                if (ending) {
                    return;
                }
                ending = true;
                all = List.copyOf(byName.values());
                kept = end == Fleet.End.STOP ? keptAfterStop() : kept();
                byName.clear();
            }
            save(kept);
            changed.accept(List.of());
        }
        all.forEach(Tunnel::close);
    }
}
