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
 * @param idle seconds since it or a kernel of it was last used, 0 while a kernel is busy; null where unknown
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
        @Nullable Double idle,
        boolean ours) {

    public JupyterServer {
        kernels = List.copyOf(kernels);
    }

    /** The same server in another state. */
    public JupyterServer in(State other) {
        return new JupyterServer(
                host, container, kind, version, port, root, pid, url, other, started, localPort, kernels, idle, ours);
    }

    /** The same server with what this machine and the GPUs know of it. */
    public JupyterServer with(@Nullable Integer local, List<Kernel> completed) {
        return new JupyterServer(
                host, container, kind, version, port, root, pid, url, state, started, local, completed, idle, ours);
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
            @Nullable Long gpuMemory) {
        public boolean busy() {
            return state.equals("busy");
        }

        public Kernel holding(@Nullable Long memory) {
            return new Kernel(id, name, notebook, state, idle, memory);
        }
    }
}
