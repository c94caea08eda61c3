package dev.berth.jupyter;

import dev.berth.api.JupyterServer;
import dev.berth.api.Secret;
import dev.berth.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * A server found, with what it takes to speak to it.
 *
 * @param token empty where none is known or none is needed
 * @param basePath with a slash at both ends
 * @param secure it speaks TLS
 * @param serverPid in its own pid namespace
 * @param foreign it was started by a user other than the one that we come as, there or in its container
 */
public record FoundServer(
        JupyterServer info,
        Secret token,
        Route route,
        String basePath,
        boolean secure,
        @Nullable String containerId,
        long serverPid,
        boolean foreign) {}
