package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import dev.berth.route.Route;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel, whatever its kind. A connection that fails is that connection's end only. Safe for use by several threads. Its
 * state belongs to {@link TunnelState}'s monitor; who starts and stops it holds this object's monitor, which is never held
 * while anything far away is waited for.
 *
 * <p>A new tunnel takes its host's link to be down until {@link #linkUp} or a first answer.
 */
public abstract sealed class Tunnel implements AutoCloseable permits ListeningTunnel, RemoteTunnel {
    private final TunnelSpec spec;
    private final TunnelState state;
    private final Changes changes;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private boolean closed;

    Tunnel(TunnelSpec spec, Consumer<TunnelStatus> changed) {
        this.spec = spec;
        this.state = new TunnelState(spec);
        this.changes = new Changes(() -> changed.accept(state.status()), state::lively);
    }

    /**
     * Makes one of its kind, switched off.
     *
     * @param changed takes each change on a thread of the tunnel's own: states at once, counts a few times a second
     */
    public static Tunnel of(
            TunnelSpec spec, RouteSource routes, ListenerSource listeners, Consumer<TunnelStatus> changed) {
        return switch (spec.kind()) {
            case LOCAL -> new LocalTunnel(spec, routes, changed);
            case DYNAMIC -> new DynamicTunnel(spec, routes, changed);
            case REMOTE -> new RemoteTunnel(spec, listeners, changed);
        };
    }

    public final TunnelSpec spec() {
        return spec;
    }

    public final TunnelStatus status() {
        return state.status();
    }

    final TunnelState state() {
        return state;
    }

    final void changed() {
        changes.state();
    }

    /**
     * Switches it on. Nothing happens where it is.
     *
     * @throws ProblemException PORT_IN_USE with the next free port as its suggestion; the tunnel is FAILED then
     */
    public final synchronized void start() throws ProblemException {
        if (closed) {
            return;
        }
        try {
            open();
        } catch (ProblemException refused) {
            state.failed(refused.problem().message());
            throw refused;
        } finally {
            changes.state();
        }
    }

    /** Takes what it needs of this machine, where it has not yet, and says so to the state. Called under the monitor. */
    abstract void open() throws ProblemException;

    /** Gives back what it had of this machine and of the host, and breaks off its connections. */
    public final synchronized void stop() {
        shut();
        clients.forEach(Client::reset);
        state.stopped();
        changes.state();
    }

    /** Takes no more connections. Called under the monitor. */
    abstract void shut();

    /** The host's link is there, perhaps another one. */
    public void linkUp() {
        state.linkUp();
        changes.state();
    }

    /** The host's link is gone: its connections end at once. */
    public void linkDown(String reason) {
        state.linkDown(reason);
        for (Client client : clients) {
            if (client.piped()) {
                client.reset();
            }
        }
        changes.state();
    }

    /** The way that was found may lead elsewhere by now: the next connection finds its own. */
    public void wayChanged() {}

    /** A way that was just seen to lead there: until it no longer does, none is looked for. */
    public void wayFound(Route route) {}

    /**
     * Asks the far end, not only the link.
     *
     * @return true where it answers; else the state says why not
     */
    public abstract boolean probe(Duration deadline);

    /** Stops for good. */
    @Override
    public final synchronized void close() {
        closed = true;
        stop();
        changes.close();
    }

    final void entered(Client client) {
        clients.add(client);
        state.entered();
        changes.counts();
    }

    final void left(Client client) {
        client.reset();
        clients.remove(client);
        state.left();
        changes.counts();
    }

    final void refused(int link, Problem why) {
        state.refused(link, why.sentence(), Problem.RELAY.equals(why.suggestion()));
        changes.state();
    }

    /** Carries a connection to its end, and counts what passes. */
    final void carry(Client client, ByteStream far, Carried told) {
        Pipe pipe;
        try {
            pipe = new Pipe(client.socket(), far, observer(told));
        } catch (IOException closed) {
            Sockets.close(far);
            return;
        }
        client.run(pipe);
    }

    private Pipe.Observer observer(Carried told) {
        return new Pipe.Observer() {
            @Override
            public void cameIn(int bytes) {
                told.answered();
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
                told.turnedAway();
            }
        };
    }

    /** What a connection says of its far end, besides its bytes. */
    interface Carried {
        /** Called for each block of data that came. */
        void answered();

        /** It left first and without a word. */
        void turnedAway();
    }

    /** A connection of this machine's side, with its pipe once both ends are open. */
    static final class Client {
        private final SocketChannel socket;
        private final Turn turn;
        private volatile @Nullable Pipe pipe;
        /** Broken off by us. */
        private volatile boolean broken;

        Client(SocketChannel socket, Turn turn) {
            this.socket = socket;
            this.turn = turn;
        }

        SocketChannel socket() {
            return socket;
        }

        Turn turn() {
            return turn;
        }

        boolean broken() {
            return broken;
        }

        boolean piped() {
            return pipe != null;
        }

        void run(Pipe opened) {
            pipe = opened;
            if (!socket.isOpen()) {
                opened.reset();
            }
            opened.run();
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
