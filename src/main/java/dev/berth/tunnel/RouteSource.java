package dev.berth.tunnel;

import dev.berth.api.ProblemException;
import dev.berth.route.Route;
import java.time.Duration;

/** Finds the way to a tunnel's far end. */
@FunctionalInterface
public interface RouteSource {
    /**
     * Resolves the way, and waits for the host's link where it is down. Called on a connection's own virtual thread, by
     * one at a time for each tunnel, until a route is known for the current link.
     */
    Route route(TunnelSpec spec, Duration deadline) throws ProblemException, InterruptedException;
}
