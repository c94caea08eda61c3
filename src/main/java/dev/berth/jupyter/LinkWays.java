package dev.berth.jupyter;

import dev.berth.api.ProblemException;
import dev.berth.docker.Docker;
import dev.berth.link.Link;
import dev.berth.route.Route;
import org.jspecify.annotations.Nullable;

/** Ways through a host's link. */
record LinkWays(Link link, @Nullable Docker docker) implements Ways {
    @Override
    public Route to(Docker.@Nullable ContainerDetails container, int port, boolean loopbackOnly)
            throws ProblemException {
        throw new UnsupportedOperationException();
    }
}
