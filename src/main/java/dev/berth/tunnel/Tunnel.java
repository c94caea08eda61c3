package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel. Its port here stays bound from {@link #start} to {@link #stop}, whatever becomes of the link; a connection
 * that fails is that connection's end only. Safe for use by several threads. Its state belongs to {@link TunnelState}'s
 * monitor; who starts and stops it holds this object's monitor, which is never held while anything far away is waited for.
 *
 * <p>A new tunnel takes its host's link to be down until {@link #linkUp} or a first answer.
 */
public final class Tunnel implements AutoCloseable {
    /** How long a new connection waits for a link that is down. */
    private static final Duration LINK_WAIT = Duration.ofSeconds(15);
    /** A far end that leaves without a word this soon has turned the client away, as Docker's port proxy does. */
    private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The least and the most that a probe waits for such an end: a busy box's proxy has been seen to take 100 ms. */
    private static final long LEAST_SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long MOST_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TunnelSpec spec;
    private final TunnelState state;
    private final FarEnd farEnd;
    private final Changes changes;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LocalEnd localEnd;
    private boolean closed;

    /** @param changed takes each change on a thread of the tunnel's own: states at once, counts a few times a second */
    public Tunnel(TunnelSpec spec, RouteSource routes, Consumer<TunnelStatus> changed) {
        this.spec = spec;
        this.state = new TunnelState(spec);
        this.farEnd = new FarEnd(spec, routes, state::link);
        this.changes = new Changes(() -> changed.accept(state.status()));
    }

    public TunnelSpec spec() {
        return spec;
    }

    public TunnelStatus status() {
        return state.status();
    }

    /**
     * Binds and listens. Nothing happens where it does already.
     *
     * @throws ProblemException PORT_IN_USE with the next free port as its suggestion; the tunnel is FAILED then
     */
    public synchronized void start() throws ProblemException {
        if (localEnd != null || closed) {
            return;
        }
        try {
            LocalEnd bound = bind();
            localEnd = bound;
            state.started();
            bound.accept(client -> serve(bound, client));
        } catch (ProblemException refused) {
            state.failed(refused.problem().message());
            throw refused;
        } finally {
            changes.state();
        }
    }

    private LocalEnd bind() throws ProblemException {
        if (spec.kind() != TunnelStatus.Kind.LOCAL) {
            String option = spec.kind() == TunnelStatus.Kind.REMOTE ? "remote (-R)" : "dynamic (-D)";
            throw Problem.of(
                            Problem.Code.NOT_SUPPORTED,
                            "Tunnel " + spec.name() + " is a " + option + " one, which Berth can't carry yet.",
                            "Local tunnels (-L) work; for this one use ssh itself.")
                    .asException();
        }
        return LocalEnd.bind(spec);
    }

    /** Gives the port back and breaks off its connections. */
    public synchronized void stop() {
        LocalEnd bound = localEnd;
        localEnd = null;
        if (bound != null) {
            bound.close();
        }
        clients.forEach(Client::reset);
        state.stopped();
        changes.state();
    }

    /** The host's link is there, perhaps another one: ways are found anew. */
    public void linkUp() {
        farEnd.forget();
        state.linkUp();
        changes.state();
    }

    /** The host's link is gone: its connections end at once, the port stays. */
    public void linkDown(String reason) {
        farEnd.forget();
        state.linkDown(reason);
        for (Client client : clients) {
            if (client.pipe != null) {
                client.reset();
            }
        }
        changes.state();
    }

    /**
     * Asks the far end, not only the link: whether it takes a connection, and does not close it at once.
     *
     * @return true where it does; else the state says why not
     */
    public boolean probe(Duration deadline) {
        int link = state.link();
        long asked = System.nanoTime();
        try {
            FarEnd.Opened far = farEnd.open(deadline, () -> true);
            long settle = Math.clamp(4 * (System.nanoTime() - asked), LEAST_SETTLE_NANOS, MOST_SETTLE_NANOS);
            try (ByteStream stream = far.stream()) {
                if (closes(stream, settle)) {
                    refused(far.link(), turnedAway(far));
                    return false;
                }
            } catch (IOException closing) {
                // it was open: that is all that was asked
            }
            answered(far);
            return true;
        } catch (ProblemException failed) {
            refused(link, failed.problem());
            return false;
        }
    }

    /** Whether the stream ends within that time. */
    private static boolean closes(ByteStream stream, long nanos) {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread.ofVirtual().name("tunnel-probe").start(() -> {
            try {
                ended.complete(stream.input().read() < 0);
            } catch (IOException | RuntimeException broken) {
                ended.complete(true);
            }
        });
        try {
            return ended.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException open) {
            return false;
        } catch (ExecutionException impossible) {
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Problem turnedAway(FarEnd.Opened far) {
        return Problem.of(
                Problem.Code.TARGET_REFUSED,
                far.route().target() + " on " + spec.host()
                        + " takes connections and closes them at once: no service is behind that port.",
                "Start the service there, or check the port.");
    }

    /** Runs on the connection's own thread, off the accepting one. */
    private void serve(LocalEnd from, SocketChannel socket) {
        Client client = new Client(socket);
        clients.add(client);
        state.entered();
        changes.state();
        try {
            // stop() forgets the local end first and its clients then: one of the two sees the other
            if (localEnd == from) {
                connect(client);
            }
        } finally {
            client.reset();
            clients.remove(client);
            state.left();
            changes.state();
        }
    }

    private void connect(Client client) {
        int link = state.link();
        try {
            FarEnd.Opened far = farEnd.open(LINK_WAIT, client.socket::isOpen);
            carry(client, far);
        } catch (ProblemException failed) {
            if (client.socket.isOpen()) {
                refused(link, failed.problem());
            }
        }
    }

    private void carry(Client client, FarEnd.Opened far) {
        long opened = System.nanoTime();
        Pipe pipe = new Pipe(client.socket, far.stream(), new Pipe.Observer() {
            @Override
            public void cameIn(int bytes) {
                answered(far);
                state.cameIn(bytes);
                changes.counts();
            }

            @Override
            public void wentOut(int bytes) {
                state.wentOut(bytes);
                changes.counts();
            }

            @Override
            public void turnedAway() {
                if (System.nanoTime() - opened < AT_ONCE_NANOS && !client.broken) {
                    refused(far.link(), Tunnel.this.turnedAway(far));
                }
            }
        });
        client.pipe = pipe;
        if (!client.socket.isOpen()) {
            pipe.reset();
        }
        pipe.run();
    }

    private void answered(FarEnd.Opened far) {
        if (state.answered(far.link(), far.route())) {
            changes.state();
        }
    }

    private void refused(int link, Problem why) {
        state.refused(link, why.sentence());
        changes.state();
    }

    /** Stops for good. */
    @Override
    public synchronized void close() {
        closed = true;
        stop();
        changes.close();
    }

    /** A connection of this machine's side, with its pipe once the far end is open. */
    private static final class Client {
        final SocketChannel socket;
        volatile @Nullable Pipe pipe;
        /** Broken off by us. */
        volatile boolean broken;

        Client(SocketChannel socket) {
            this.socket = socket;
        }

        void reset() {
            broken = true;
            Pipe open = pipe;
            if (open == null) {
                Sockets.reset(socket);
            } else {
                open.reset();
            }
        }
    }
}
