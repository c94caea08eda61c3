package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import dev.berth.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** From a port here to one far end, as {@code ssh -L}. */
final class LocalTunnel extends ListeningTunnel {
    /** A far end that leaves without a word this soon has turned the client away, as Docker's port proxy does. */
    private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The least and the most that a probe waits for such an end: a busy box's proxy has been seen to take 100 ms. */
    private static final long LEAST_SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long MOST_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FarEnd farEnd;
    private final ReentrantLock probing = new ReentrantLock();

    LocalTunnel(TunnelSpec spec, RouteSource routes, Consumer<TunnelStatus> changed) {
        super(spec, changed);
        this.farEnd = new FarEnd(spec, routes, state()::link);
    }

    /** Ways are found anew. */
    @Override
    public void linkUp() {
        farEnd.forget();
        super.linkUp();
    }

    @Override
    public void linkDown(String reason) {
        farEnd.forget();
        super.linkDown(reason);
    }

    @Override
    public void wayChanged() {
        farEnd.forget();
    }

    @Override
    public void wayFound(Route route) {
        if (!spec().relay()) {
            farEnd.know(route);
        }
    }

    /**
     * Whether the far end takes a connection, and does not close it at once. One at a time: a service that has one client at
     * once would turn the second probe away. Who comes meanwhile takes a good answer for its own.
     */
    @Override
    public boolean probe(Duration deadline) {
        boolean alone = probing.tryLock();
        if (!alone && !locked(deadline)) {
            return isUp();
        }
        try {
            return !alone && isUp() || ask(deadline);
        } finally {
            probing.unlock();
        }
    }

    private boolean locked(Duration most) {
        try {
            return probing.tryLock(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isUp() {
        return status().state() == TunnelStatus.State.UP;
    }

    private boolean ask(Duration deadline) {
        int link = state().link();
        long asked = System.nanoTime();
        try {
            FarEnd.Opened far = farEnd.open(deadline, Turn.first(), () -> true, () -> false);
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
                far.route().target() + " on " + spec().host()
                        + " takes connections and closes them at once: no service is behind that port.",
                "Start the service there, or check the port.");
    }

    @Override
    void connect(Client client) {
        int link = state().link();
        try {
            carry(client, open(farEnd, client));
        } catch (ProblemException failed) {
            if (client.socket().isOpen()) {
                refused(link, failed.problem());
            }
        }
    }

    private void carry(Client client, FarEnd.Opened far) {
        long opened = System.nanoTime();
        carry(client, far.stream(), new Carried() {
            @Override
            public void answered() {
                LocalTunnel.this.answered(far);
            }

            @Override
            public void turnedAway() {
                if (System.nanoTime() - opened < AT_ONCE_NANOS && !client.broken()) {
                    refused(far.link(), LocalTunnel.this.turnedAway(far));
                }
            }
        });
    }

    private void answered(FarEnd.Opened far) {
        if (state().answered(far.link(), far.route().way(), far.route().target())) {
            changed();
        }
    }
}
