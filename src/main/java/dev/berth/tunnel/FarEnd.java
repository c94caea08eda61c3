package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import dev.berth.link.DeadlineException;
import dev.berth.link.OpenRefusedException;
import dev.berth.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A tunnel's far end: its route is found once a link, and again where it no longer leads anywhere. */
final class FarEnd {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private final TunnelSpec spec;
    private final RouteSource routes;
    private final IntSupplier links;
    /** Held while a route is looked for, so that a hundred new connections ask once. */
    private final ReentrantLock looking = new ReentrantLock();

    private final Object monitor = new Object();
    private @Nullable Route known;
    private int forgotten;

    /** @param links the number of the current link */
    FarEnd(TunnelSpec spec, RouteSource routes, IntSupplier links) {
        this.spec = spec;
        this.routes = routes;
        this.links = links;
    }

    /** @param link number of the link it was opened on */
    record Opened(ByteStream stream, Route route, int link) {}

    private record Found(Route route, boolean fresh) {}

    /** For a new link: the way may be another one. */
    void forget() {
        synchronized (monitor) {
            known = null;
            forgotten++;
        }
    }

    /** Takes a way that somebody else found, where none is known. */
    void know(Route route) {
        synchronized (monitor) {
            if (known == null) {
                known = route;
            }
        }
    }

    /**
     * Opens a connection, waiting for the link where it is down.
     *
     * @param turn waited for before the host is asked
     * @param wanted whether the client is still there
     * @param queues told each time that all of the host's relays are in use; whether to wait on, beyond the deadline
     */
    Opened open(Duration deadline, Turn turn, BooleanSupplier wanted, BooleanSupplier queues) throws ProblemException {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Found found = find(end);
            int link = links.getAsInt();
            turn.take();
            try {
                return new Opened(found.route.open(), found.route, link);
            } catch (IOException failed) {
                if (isFull(failed, found.route) && queues.getAsBoolean() && wanted.getAsBoolean()) {
                    end = System.nanoTime() + deadline.toNanos();
                    LockSupport.parkNanos(PAUSE_NANOS);
                    continue;
                }
                forget(found.route);
                if (!again(failed, found.fresh) || !wanted.getAsBoolean() || System.nanoTime() + PAUSE_NANOS > end) {
                    throw problem(failed, found.route).asException(failed);
                }
                if (found.fresh) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } finally {
                turn.done();
            }
        }
    }

    private static boolean isFull(IOException failed, Route route) {
        return route.way() == TunnelStatus.Way.RELAY
                && failed instanceof OpenRefusedException refused
                && refused.reason() == OpenRefusedException.Reason.BUSY;
    }

    /** A container that was started anew has another address; a busy host has room soon; a lost link comes back. */
    private static boolean again(IOException failed, boolean fresh) {
        if (failed instanceof DeadlineException) {
            return false;
        }
        return !fresh
                || !(failed instanceof OpenRefusedException refused)
                || refused.reason() == OpenRefusedException.Reason.BUSY;
    }

    private Found find(long end) throws ProblemException {
        Route route = known();
        if (route != null) {
            return new Found(route, false);
        }
        try {
            if (!looking.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw late().asException();
            }
            try {
                route = known();
                return route != null ? new Found(route, false) : new Found(look(end), true);
            } finally {
                looking.unlock();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Code.INTERRUPTED, "Tunnel " + spec.name() + " was interrupted.")
                    .asException(stopped);
        }
    }

    private Route look(long end) throws ProblemException, InterruptedException {
        int before;
        synchronized (monitor) {
            before = forgotten;
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw late().asException();
        }
        Route found = routes.route(spec, Duration.ofNanos(left));
        synchronized (monitor) {
            if (before == forgotten) {
                known = found;
            }
        }
        return found;
    }

    private @Nullable Route known() {
        synchronized (monitor) {
            return known;
        }
    }

    private void forget(Route stale) {
        synchronized (monitor) {
            if (stale.equals(known)) {
                known = null;
            }
        }
    }

    private Problem late() {
        return Problem.of(
                Problem.Code.TIMEOUT,
                "No way to " + spec.remote() + " in " + spec.place() + " was found in time.",
                "Try again when " + spec.host() + " is connected.");
    }

    private Problem problem(IOException failed, Route route) {
        if (failed instanceof OpenRefusedException refused) {
            return new Refused(spec, route.target()).problem(route.explain(refused));
        }
        if (failed instanceof DeadlineException) {
            return Problem.of(
                    Problem.Code.TIMEOUT,
                    route.target() + " on " + spec.host() + " did not answer in time.",
                    "Is a firewall in the way?");
        }
        return Problem.of(
                Problem.Code.LINK_LOST,
                "The connection to " + spec.host() + " broke while " + route.target() + " was opened.",
                "It works again once the host is reconnected.");
    }
}
