package dev.berth.jupyter;

import dev.berth.api.ProblemException;
import dev.berth.docker.Docker;
import dev.berth.route.Route;
import org.jspecify.annotations.Nullable;

/** Resolves the way to a server's port. */
interface Ways {
    /**
     * @param container null: a port of the host itself
     * @param loopbackOnly nothing but the container's own loopback reaches the port
     */
    Route to(Docker.@Nullable ContainerDetails container, int port, boolean loopbackOnly) throws ProblemException;
}
