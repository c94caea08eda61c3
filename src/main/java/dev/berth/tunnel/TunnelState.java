package dev.berth.tunnel;

import dev.berth.api.TunnelStatus;
import dev.berth.api.TunnelStatus.Kind;
import dev.berth.api.TunnelStatus.Relay;
import dev.berth.api.TunnelStatus.State;
import dev.berth.api.TunnelStatus.Way;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How a tunnel is. This object's monitor owns it: facts are set here, the state is derived from them. What was seen on a
 * link that is gone by now is known by its link number, and does not count.
 */
final class TunnelState {
    private enum Service {
        UNPROVEN,
        ANSWERED,
        REFUSED
    }

    private final TunnelSpec spec;
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger queue = new AtomicInteger();
    private final Meter meter = new Meter(System.nanoTime());

    private boolean on;
    private @Nullable String failure;
    private boolean linkUp;
    private int link;
    private @Nullable String linkReason;
    private Service service = Service.UNPROVEN;
    private @Nullable String serviceReason;
    private @Nullable Way way;
    private @Nullable String far;
    private boolean relayOffered;
    private TunnelStatus.@Nullable Trouble lastError;

    TunnelState(TunnelSpec spec) {
        this.spec = spec;
    }

    synchronized void started() {
        on = true;
        failure = null;
        forgetService();
    }

    synchronized void stopped() {
        on = false;
        failure = null;
        forgetWay();
    }

    synchronized void failed(String reason) {
        on = false;
        failure = reason;
        troubled(reason);
    }

    private void troubled(String reason) {
        lastError = new TunnelStatus.Trouble(Instant.now(), reason);
    }

    synchronized void linkUp() {
        if (!linkUp) {
            linkUp = true;
            linkReason = null;
            forgetService();
        }
    }

    synchronized void linkDown(String reason) {
        link++;
        if (linkUp) {
            troubled(reason);
        }
        linkUp = false;
        linkReason = reason;
        forgetWay();
    }

    private void forgetService() {
        service = Service.UNPROVEN;
        serviceReason = null;
        forgetWay();
    }

    private void forgetWay() {
        way = null;
        far = null;
    }

    /** The number of the current link, to be given back with what was seen on it. */
    synchronized int link() {
        return link;
    }

    /**
     * The far end answered. A connection that waited for the link can know of it before anyone said so.
     *
     * @param at the far end as it is shown
     */
    synchronized boolean answered(int onLink, Way by, String at) {
        // asked for each block of data that passes
        boolean news = onLink == link && (!linkUp || service != Service.ANSWERED || by != way || !at.equals(far));
        if (news) {
            linkUp = true;
            linkReason = null;
            service = Service.ANSWERED;
            serviceReason = null;
            relayOffered = false;
            way = by;
            far = at;
        }
        return news;
    }

    /**
     * A connection came to nothing.
     *
     * @param offered a relay could carry it
     */
    synchronized void refused(int onLink, String reason, boolean offered) {
        if (onLink != link) {
            return;
        }
        troubled(reason);
        relayOffered = offered;
        if (linkUp) {
            service = Service.REFUSED;
            serviceReason = reason;
        } else {
            linkReason = reason;
        }
    }

    void entered() {
        clients.incrementAndGet();
    }

    void left() {
        clients.decrementAndGet();
    }

    /** So many more wait until one of the host's relays is free. */
    void queued(int more) {
        queue.addAndGet(more);
    }

    void cameIn(int bytes) {
        in.add(bytes);
    }

    void wentOut(int bytes) {
        out.add(bytes);
    }

    /** Told again and again: its rate falls by itself. */
    boolean lively() {
        return meter.lively();
    }

    synchronized TunnelStatus status() {
        State state = state();
        long now = System.nanoTime();
        meter.look(now, in.sum(), out.sum());
        return new TunnelStatus(
                spec.name(),
                spec.host(),
                spec.container(),
                spec.kind(),
                spec.local(),
                far == null ? spec.remote() : far,
                way,
                state,
                reason(state),
                clients.get(),
                in.sum(),
                out.sum(),
                spec.group(),
                spec.autostart(),
                spec.saved(),
                relay(),
                meter.traffic(now),
                lastError);
    }

    private Relay relay() {
        return spec.relay() ? Relay.ACCEPTED : relayOffered ? Relay.OFFERED : Relay.NO;
    }

    private State state() {
        if (!on) {
            return failure == null ? State.OFF : State.FAILED;
        }
        if (!linkUp) {
            return State.LINK_DOWN;
        }
        return switch (service) {
            // a proxy has no one far end that could be proven
            case UNPROVEN -> spec.kind() == Kind.DYNAMIC ? State.UP : State.LISTENING;
            case ANSWERED -> State.UP;
            case REFUSED -> State.SERVICE_DOWN;
        };
    }

    private @Nullable String reason(State state) {
        return switch (state) {
            case FAILED -> failure;
            case LINK_DOWN -> linkReason == null ? "Not connected to " + spec.host() + "." : linkReason;
            case SERVICE_DOWN -> serviceReason;
            case LISTENING, UP -> queue();
            case OFF -> null;
        };
    }

    private @Nullable String queue() {
        int waiting = queue.get();
        return waiting == 0
                ? null
                : (waiting == 1 ? "A connection waits" : waiting + " connections wait") + " for a free session of "
                        + spec.host() + ": each that is relayed takes one.";
    }
}
