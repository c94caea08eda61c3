package dev.berth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Jupyter server found on a host. No token in it.
 *
 * @param container name; null for a server on the host itself
 * @param port where it listens, as its own network sees it
 * @param root the directory it serves
 * @param pid as its own container sees it
 * @param url its address as its own network sees it, without token
 * @param localPort the laptop's end of its tunnel; null where there is none
 * @param ours started by Berth
 */
public record JupyterServer(
        String host,
        @Nullable String container,
        Kind kind,
        @Nullable String version,
        int port,
        @Nullable String root,
        @Nullable Long pid,
        String url,
        State state,
        @Nullable Instant started,
        @Nullable Integer localPort,
        List<Kernel> kernels,
        boolean ours) {

    public JupyterServer {
        kernels = List.copyOf(kernels);
    }

    /** The same server in another state. */
    public JupyterServer in(State other) {
        return new JupyterServer(
                host, container, kind, version, port, root, pid, url, other, started, localPort, kernels, ours);
    }

    public enum Kind {
        LAB,
        SERVER,
        NOTEBOOK
    }

    public enum State {
        STARTING,
        READY,
        UNREACHABLE,
        STOPPING
    }

    /**
     * A kernel of a server.
     *
     * @param notebook path of the notebook it runs for; null where it has none
     * @param state Jupyter's word: idle, busy, starting, dead
     * @param idle seconds since its last activity
     * @param gpuMemory bytes on all GPUs; null where unknown
     */
    public record Kernel(
            String id,
            String name,
            @Nullable String notebook,
            String state,
            @Nullable Double idle,
            @Nullable Long gpuMemory) {}
}
