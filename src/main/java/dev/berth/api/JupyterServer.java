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
 * @param user whose process it is, by name where the box has one; null where unknown
 * @param watched a person wants to be told when its kernels finish or die
 * @param socket the Unix socket it listens on; null where it listens on its port
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
        boolean ours,
        @Nullable String user,
        boolean watched,
        @Nullable String socket) {

    public JupyterServer {
        kernels = List.copyOf(kernels);
    }

    /** Where it listens, for a sentence. */
    public String end() {
        return socket == null ? "port " + port : "socket " + socket;
    }

    /** The same server in another state. */
    public JupyterServer in(State other) {
        return new JupyterServer(
                host, container, kind, version, port, root, pid, url, other, started, localPort, kernels, idle, ours,
                user, watched, socket);
    }

    /** The same server with what this machine and the GPUs know of it. */
    public JupyterServer with(@Nullable Integer local, List<Kernel> completed) {
        return new JupyterServer(
                host, container, kind, version, port, root, pid, url, state, started, local, completed, idle, ours,
                user, watched, socket);
    }

    /** The same server, watched or not. */
    public JupyterServer watched(boolean wanted) {
        return new JupyterServer(
                host, container, kind, version, port, root, pid, url, state, started, localPort, kernels, idle, ours,
                user, wanted, socket);
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
     * @param busyFor seconds for which Berth has seen it busy without a break; null where it is not, or was not looked at
     */
    public record Kernel(
            String id,
            String name,
            @Nullable String notebook,
            String state,
            @Nullable Double idle,
            @Nullable Long gpuMemory,
            @Nullable Double busyFor) {
        public boolean busy() {
            return state.equals("busy");
        }

        public Kernel holding(@Nullable Long memory) {
            return new Kernel(id, name, notebook, state, idle, memory, busyFor);
        }

        public Kernel busyFor(@Nullable Double seconds) {
            return new Kernel(id, name, notebook, state, idle, gpuMemory, seconds);
        }

        /** It holds GPU memory, and has done nothing with it for so many seconds. */
        public boolean hoards(double seconds) {
            return !busy() && idle != null && idle >= seconds && gpuMemory != null && gpuMemory > 0;
        }

        /** {@code train.ipynb}, or for one without a notebook {@code python3 1a2b3c4d}. */
        public String title() {
            if (notebook == null) {
                return name + " " + id.substring(0, Math.min(8, id.length()));
            }
            return notebook.substring(notebook.lastIndexOf('/') + 1);
        }
    }
}
