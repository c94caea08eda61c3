package dev.berth.tunnel;

import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tunnel whose port here stays bound from start to stop, whatever becomes of the link. */
abstract sealed class ListeningTunnel extends Tunnel permits LocalTunnel, DynamicTunnel {
    /** How long a new connection waits for a link that is down. */
    static final Duration LINK_WAIT = Duration.ofSeconds(15);

    private volatile @Nullable LocalEnd localEnd;

    ListeningTunnel(TunnelSpec spec, Consumer<TunnelStatus> changed) {
        super(spec, changed);
    }

    @Override
    final void open() throws ProblemException {
        if (localEnd != null) {
            return;
        }
        LocalEnd bound = LocalEnd.bind(spec());
        localEnd = bound;
        state().started();
        bound.accept((socket, turn) -> serve(bound, new Client(socket, turn)));
    }

    @Override
    final void shut() {
        LocalEnd bound = localEnd;
        localEnd = null;
        if (bound != null) {
            bound.close();
        }
    }

    /** Runs on the connection's own thread, off the accepting one. */
    private void serve(LocalEnd from, Client client) {
        entered(client);
        try {
            // stop() forgets the local end first and its clients then: one of the two sees the other
            if (localEnd == from) {
                connect(client);
            }
        } finally {
            left(client);
        }
    }

    /** The far end for a client: one that finds all relays of the host in use gets the next that is free. */
    final FarEnd.Opened open(FarEnd farEnd, Client client) throws ProblemException {
        AtomicBoolean queued = new AtomicBoolean();
        try {
            return farEnd.open(LINK_WAIT, client.turn(), client.socket()::isOpen, () -> {
                if (!queued.getAndSet(true)) {
                    state().queued(1);
                    changed();
                }
                return true;
            });
        } finally {
            if (queued.get()) {
                state().queued(-1);
                changed();
            }
        }
    }

    /** Opens the far end and carries the connection to its end. */
    abstract void connect(Client client);
}
