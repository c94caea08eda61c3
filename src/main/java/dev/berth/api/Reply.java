package dev.berth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Request} is answered with. */
public sealed interface Reply {
    record Done() implements Reply {}

    record Text(String text) implements Reply {}

    /** From here on the connection carries frames. */
    record Streaming() implements Reply {}

    /**
     * @param build version of the agent's program
     * @param world the ssh configuration it serves, for the header; null for the user's own
     * @param demo the embedded box of {@code berth demo}
     */
    record Welcome(
            int protocol,
            String build,
            long pid,
            Instant started,
            @Nullable String world,
            boolean demo,
            Settings settings)
            implements Reply {}

    /**
     * @param uptime seconds
     * @param shells commands and shells that run through it for a client
     */
    record Agent(long pid, String build, double uptime, int clients, int sessions, int tunnels, int shells)
            implements Reply {}

    record Hosts(List<HostSnapshot> hosts, List<TunnelStatus> tunnels) implements Reply {}

    record Host(HostSnapshot host) implements Reply {}

    record HostFacts(List<HostFact> facts) implements Reply {}

    record Containers(List<Container> containers) implements Reply {}

    /** @param directory that its commands begin in; empty where its image names none */
    record ContainerPlace(String name, String directory) implements Reply {}

    record Images(List<Image> images) implements Reply {}

    record Volumes(List<Volume> volumes) implements Reply {}

    /** @param paths directories end with a slash */
    record Paths(List<String> paths) implements Reply {
        public Paths {
            paths = List.copyOf(paths);
        }
    }

    record Findings(List<Finding> findings) implements Reply {
        public Findings {
            findings = List.copyOf(findings);
        }
    }

    /** @param last null where nothing was run there yet */
    record Runs(List<KeptRun> profiles, @Nullable String last) implements Reply {
        public static final Runs NONE = new Runs(List.of(), null);

        public Runs {
            profiles = List.copyOf(profiles);
        }
    }

    record Gpus(List<Gpu> gpus) implements Reply {}

    record Servers(List<JupyterServer> servers) implements Reply {}

    /**
     * @param untold containers whose ports can't be told from the host, by name
     * @param noContainers why Docker there could not be asked for its containers; null where it was, or is not there
     */
    record Ports(
            List<ListeningPort> ports,
            List<String> untold,
            @Nullable Problem noContainers) implements Reply {
        public Ports {
            ports = List.copyOf(ports);
            untold = List.copyOf(untold);
        }
    }

    /** The kernel as it was before. */
    record ChangedKernel(JupyterServer server, JupyterServer.Kernel kernel) implements Reply {}

    record Tunnels(List<TunnelStatus> tunnels) implements Reply {}

    record Tunnel(TunnelStatus tunnel) implements Reply {}

    /**
     * A server that is open on this machine.
     *
     * @param localUrl the address for the browser, with the token
     */
    record OpenedServer(JupyterServer server, Secret localUrl) implements Reply {}

    /**
     * What starting Jupyter would do.
     *
     * @param command the line that would run in the container, without its token
     */
    record JupyterPlan(JupyterServer.Kind kind, @Nullable String version, int port, String directory, String command)
            implements Reply {}
}
