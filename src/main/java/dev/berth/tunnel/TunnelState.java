package dev.berth.tunnel;

import dev.berth.api.TunnelStatus;
import dev.berth.api.TunnelStatus.State;
import dev.berth.route.Route;
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

    private boolean on;
    private @Nullable String failure;
    private boolean linkUp;
    private int link;
    private @Nullable String linkReason;
    private Service service = Service.UNPROVEN;
    private @Nullable String serviceReason;
    private @Nullable Route route;

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
    }

    synchronized void failed(String reason) {
        on = false;
        failure = reason;
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
        linkUp = false;
        linkReason = reason;
        route = null;
    }

    private void forgetService() {
        service = Service.UNPROVEN;
        serviceReason = null;
        route = null;
    }

    /** The number of the current link, to be given back with what was seen on it. */
    synchronized int link() {
        return link;
    }

    /** The far end answered. A connection that waited for the link can know of it before anyone said so. */
    synchronized boolean answered(int onLink, Route by) {
        // asked for each block of data that passes
        boolean news = onLink == link && (!linkUp || service != Service.ANSWERED || !by.equals(route));
        if (news) {
            linkUp = true;
            linkReason = null;
            service = Service.ANSWERED;
            serviceReason = null;
            route = by;
        }
        return news;
    }

    /** A connection came to nothing. */
    synchronized void refused(int onLink, String reason) {
        if (onLink != link) {
            return;
        }
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

    void cameIn(int bytes) {
        in.add(bytes);
    }

    void wentOut(int bytes) {
        out.add(bytes);
    }

    synchronized TunnelStatus status() {
        State state = state();
        return new TunnelStatus(
                spec.name(),
                spec.host(),
                spec.container(),
                spec.kind(),
                spec.local(),
                route == null ? spec.remote() : route.target(),
                route == null ? null : route.way(),
                state,
                reason(state),
                clients.get(),
                in.sum(),
                out.sum(),
                spec.group(),
                spec.autostart(),
                spec.saved());
    }

    private State state() {
        if (!on) {
            return failure == null ? State.OFF : State.FAILED;
        }
        if (!linkUp) {
            return State.LINK_DOWN;
        }
        return switch (service) {
            case UNPROVEN -> State.LISTENING;
            case ANSWERED -> State.UP;
            case REFUSED -> State.SERVICE_DOWN;
        };
    }

    private @Nullable String reason(State state) {
        return switch (state) {
            case FAILED -> failure;
            case LINK_DOWN -> linkReason == null ? "Not connected to " + spec.host() + "." : linkReason;
            case SERVICE_DOWN -> serviceReason;
            case OFF, LISTENING, UP -> null;
        };
    }
}
