package dev.berth.fleet;

import dev.berth.api.JupyterServer;
import dev.berth.api.ProblemException;
import dev.berth.api.Request.LocalPort;
import dev.berth.api.TunnelStatus;
import dev.berth.tunnel.TunnelSpec;
import dev.berth.tunnel.TunnelSpecs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tunnel leads to.
 *
 * @param container null: on the host itself
 * @param port as its own network sees it
 * @param socket the Unix socket it listens on in place of the port; null where it has the port
 */
record Service(
        String host,
        @Nullable String container,
        int port,
        @Nullable String socket) {
    /** Of what has no port of its own whose number could be taken. */
    private static final int USUAL_PORT = 8888;

    static Service of(JupyterServer server) {
        return new Service(server.host(), server.container(), server.port(), server.socket());
    }

    boolean reachedBy(TunnelSpec spec) {
        return spec.kind() == TunnelStatus.Kind.LOCAL
                && spec.host().equals(host)
                && Objects.equals(spec.container(), container)
                && Objects.equals(spec.remotePath(), socket)
                && (socket != null || spec.remotePort() == port);
    }

    /** A tunnel to it, not yet there. */
    TunnelSpec tunnel(LocalPort wanted) throws ProblemException {
        if (socket == null) {
            return TunnelSpecs.parse(String.valueOf(port), host, container, null, wanted);
        }
        int local = wanted.port() == null ? USUAL_PORT : wanted.port();
        return TunnelSpecs.parse(local + ":" + socket, host, container, null, wanted);
    }
}
