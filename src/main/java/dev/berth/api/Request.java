package dev.berth.api;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a front end asks of the agent.
 *
 * @param <R> what a request is answered with, where it does not end in a {@link Problem}
 */
public sealed interface Request<R extends Reply> {

    /**
     * The first request of a connection.
     *
     * @param protocol see {@link Protocol#VERSION}
     * @param build version of the client's program
     * @param config the config.yaml this client asked for, absolute; null for the usual one
     * @param environment the client's environment: the newest client's serves ssh-agent and ProxyCommand
     * @param answers a person is there to answer questions
     * @param screen a full screen, which is shown every question, rather than a verb
     */
    record Hello(
            int protocol,
            String build,
            @Nullable String config,
            Map<String, String> environment,
            boolean answers,
            boolean screen)
            implements Request<Reply.Welcome> {}

    /**
     * Subscribes this connection; replaces its earlier subscription.
     *
     * @param hosts the hosts looked at; none is all
     * @param views what is looked at on them: what nobody looks at is polled slowly or not at all
     */
    record Watch(List<String> hosts, Set<View> views) implements Request<Reply.Done> {}

    enum View {
        HOSTS,
        CONTAINERS,
        GPUS,
        SERVERS,
        TUNNELS,
        IMAGES,
        VOLUMES,
        MESSAGES,
        COMMANDS
    }

    record Answer(long question, Question.Answer answer) implements Request<Reply.Done> {}

    /** Ends another request of this connection that is on its way. */
    record Cancel(long request) implements Request<Reply.Done> {}

    record ListHosts() implements Request<Reply.Hosts> {}

    /** Answered when the session is up. */
    record Connect(String host) implements Request<Reply.Host> {}

    record Disconnect(String host) implements Request<Reply.Host> {}

    /** What would be used to connect. Connects nothing. */
    record DescribeHost(String host) implements Request<Reply.HostFacts> {}

    /** @param filters {@code key=value} as docker ps takes them */
    record ListContainers(String host, boolean all, boolean size, List<String> filters)
            implements Request<Reply.Containers> {}

    /** A container that runs, by its name or the first characters of its id. */
    record FindContainer(String host, String container) implements Request<Reply.ContainerPlace> {}

    record ListImages(String host) implements Request<Reply.Images> {}

    record ListVolumes(String host) implements Request<Reply.Volumes> {}

    /**
     * Paths of a host, or of a container that runs, that begin so.
     *
     * @param start as it is typed: {@link DockerLine} says what of it the host expands
     */
    record ListPaths(String host, @Nullable String container, String start) implements Request<Reply.Paths> {}

    /** Has the host's engine fetch an image. How far each layer is comes as {@link Event.Progress}. */
    record PullImage(String host, String image) implements Request<Reply.Done> {}

    /**
     * Runs docker's own words by the host's own docker, without a terminal. What it prints comes as {@link
     * Event.Progress}; the answer is its standard output.
     *
     * @param words from docker's own command on, such as {@code run}; {@link DockerLine} says what the host expands
     */
    record RunDocker(String host, List<String> words) implements Request<Reply.Text> {}

    /**
     * Logs a host in to a registry.
     *
     * @param registry such as nvcr.io; empty is Docker Hub
     */
    record Login(String host, String registry, String user, Secret password, Keeper keeper)
            implements Request<Reply.Text> {}

    /** Where a registry's password is kept. */
    enum Keeper {
        /** By the host's own docker, which does so as it always does. */
        BOX,
        /** In the agent's memory, as long as it lives: it is sent with each pull. */
        AGENT
    }

    /**
     * Looks at what the host needs for containers with GPUs. Changes nothing there.
     *
     * @param proof image of a container that is run with all GPUs to prove them; null: nothing is run
     */
    record Doctor(String host, @Nullable String proof) implements Request<Reply.Findings> {}

    /** The profiles, and what was last run on the host. */
    record ListRuns(String host) implements Request<Reply.Runs> {}

    /** @param line from {@code docker run} on */
    record SaveProfile(String name, String line) implements Request<Reply.Done> {}

    record ListGpus(String host) implements Request<Reply.Gpus> {}

    /**
     * Sends a signal to a process that holds memory of a GPU; one that is no longer there, or has another name by now, gets
     * none.
     *
     * @param signal a name without SIG, such as TERM
     */
    record SignalProcess(String host, long pid, String name, String signal) implements Request<Reply.Done> {}

    record ListServers(String host) implements Request<Reply.Servers> {}

    /**
     * The TCP ports that a host and its containers listen on, read now.
     *
     * @param container its ports alone; null: the host's and all its containers'
     */
    record ListPorts(String host, @Nullable String container) implements Request<Reply.Ports> {}

    /**
     * What starting Jupyter in this container would do, for the start form.
     *
     * @param container null: on the host itself
     */
    record PlanJupyter(String host, @Nullable String container) implements Request<Reply.JupyterPlan> {}

    /**
     * Starts JupyterLab, waits until it answers and makes its tunnel. Its steps come as {@link Event.Progress}.
     *
     * @param port null: the first published port that is free, else 8888
     * @param gpus indexes or UUIDs for CUDA_VISIBLE_DEVICES; none leaves it alone
     * @param environment {@code NAME=value}
     * @param arguments more for jupyter itself
     */
    record StartJupyter(
            String host,
            @Nullable String container,
            @Nullable Integer port,
            @Nullable String directory,
            List<String> gpus,
            List<String> environment,
            LocalPort localPort,
            List<String> arguments)
            implements Request<Reply.OpenedServer> {}

    /** Finds a running server and makes or reuses its tunnel. */
    record OpenJupyter(
            String host,
            @Nullable String container,
            @Nullable Integer port,
            LocalPort localPort) implements Request<Reply.OpenedServer> {}

    /**
     * @param all every server there rather than the only one
     * @param idle seconds; not null: every server there that nobody has used for so long
     * @param force also one that another user of the box started
     */
    record StopJupyter(
            String host,
            @Nullable String container,
            @Nullable Integer port,
            boolean all,
            @Nullable Double idle,
            boolean force)
            implements Request<Reply.Servers> {}

    /**
     * Does one thing to a kernel.
     *
     * @param kernel the first characters of its id, or the path or name of its notebook; null: the only one there
     */
    record ChangeKernel(
            String host,
            @Nullable String container,
            @Nullable Integer port,
            @Nullable String kernel,
            KernelChange change)
            implements Request<Reply.ChangedKernel> {}

    /** Has a server's kernels watched, or no longer: {@link Event.Alerted} tells when one finishes or dies. */
    record WatchKernels(String host, @Nullable String container, int port, boolean on) implements Request<Reply.Done> {}

    /**
     * Tells, once, when such GPUs are free on the host; also when no screen is there.
     *
     * @param wish null: no longer
     */
    record WatchGpus(String host, @Nullable GpuWish wish) implements Request<Reply.Done> {}

    /**
     * Tells, once, when the container has ended.
     *
     * @param container its id
     */
    record WatchContainer(String host, String container, boolean on) implements Request<Reply.Done> {}

    /** The last lines of a server's log. */
    record JupyterLog(String host, @Nullable String container, int port, int lines) implements Request<Reply.Text> {}

    /**
     * @param spec {@code 8888}, {@code 8888:9999}, {@code 8888:host:9999} or ssh's own {@code -L …}, {@code -D …},
     *     {@code -R …}
     * @param name null: one is made from host and port
     * @param agreed what it may do beyond the usual
     * @param await answer when the far end answered, not already when the local end listens
     */
    record AddTunnel(
            String host,
            @Nullable String container,
            String spec,
            @Nullable String name,
            LocalPort localPort,
            Keeping keeping,
            Set<Agreed> agreed,
            boolean await)
            implements Request<Reply.Tunnel> {
        public AddTunnel {
            agreed = Set.copyOf(agreed);
        }

        /** The same once somebody has agreed to it. */
        public AddTunnel agreeing(Agreed to) {
            Set<Agreed> all = new HashSet<>(agreed);
            all.add(to);
            return new AddTunnel(host, container, spec, name, localPort, keeping, all, await);
        }
    }

    /** What a person has agreed to of a tunnel. */
    enum Agreed {
        /** It listens on addresses that other machines reach. */
        WIDE,
        /** A command of the host carries it. */
        RELAY
    }

    /** Makes saved tunnels, switched off, of the forwards that the ssh configuration has for a host, but for those there. */
    record ImportTunnels(String host) implements Request<Reply.Tunnels> {}

    record ListTunnels() implements Request<Reply.Tunnels> {}

    /** @param name a tunnel's name or its local port; so in the next four */
    record ShowTunnel(String name) implements Request<Reply.Tunnel> {}

    /**
     * Switches it on; one that is on is tried again.
     *
     * @param localPort moves it there; null leaves it at its own
     */
    record StartTunnel(String name, @Nullable LocalPort localPort) implements Request<Reply.Tunnel> {}

    /** Has a command of the host carry it from now on, where its SSH server forbids forwards. Starts it where it is off. */
    record RelayTunnel(String name) implements Request<Reply.Tunnel> {}

    record StopTunnel(String name) implements Request<Reply.Tunnel> {}

    record RemoveTunnel(String name) implements Request<Reply.Done> {}

    /** Does one thing to a container. */
    record ChangeContainer(String host, String container, ContainerChange change) implements Request<Reply.Done> {}

    /** A request that takes its connection over, which then carries {@link Protocol.Frame frames} until it is done. */
    sealed interface Streamed extends Request<Reply.Streaming> {
        String host();
    }

    /**
     * Runs a command on the host or in a container.
     *
     * @param command may be empty on a pty: the user's shell there, or what the ssh configuration says in its place
     * @param pty null: pipes
     */
    record Exec(
            String host,
            @Nullable String container,
            List<String> command,
            @Nullable Pty pty) implements Streamed {}

    /** @param term the person's TERM */
    record Pty(String term, int columns, int rows) {}

    /**
     * Runs docker's own words by the host's own docker.
     *
     * @param lingers where docker fails, its words stay until Enter
     */
    record Docker(String host, List<String> words, @Nullable Pty pty, boolean lingers) implements Streamed {}

    /** What a container wrote. Ends with exit code 0 when that is told, or when the followed container ends. */
    record ContainerLog(String host, String container, LogPart part) implements Streamed {}

    /** A one-time address of the agent on 127.0.0.1 that redirects to {@code url}. */
    record OneTimeAddress(Secret url) implements Request<Reply.Text> {}

    record AgentStatus() implements Request<Reply.Agent> {}

    /**
     * Ends sessions and tunnels and then the agent.
     *
     * @param servers stop the Jupyter servers that Berth started, too
     * @param keep another agent follows, which takes up all tunnels; else those that are not saved are forgotten
     */
    record StopAgent(boolean servers, boolean keep) implements Request<Reply.Done> {}

    /**
     * Which part of a log.
     *
     * @param follow go on until the container ends
     * @param tail only so many of its last lines; null is all
     * @param timestamps each line begins with its time
     */
    record LogPart(
            boolean follow,
            @Nullable Integer tail,
            @Nullable Instant since,
            @Nullable Instant until,
            boolean timestamps) {}

    /**
     * What becomes of a tunnel later.
     *
     * @param saved kept over an end of the agent
     * @param autostart switched on whenever its host is connected; only one that is saved can be
     * @param group switched together with others of that name
     */
    record Keeping(
            boolean saved, boolean autostart, @Nullable String group) {
        public static final Keeping NOTHING = new Keeping(false, false, null);
    }

    /**
     * Which local port a tunnel gets.
     *
     * @param port null: the same as the far end's
     * @param orNextFree take the next free one where that one is taken, instead of failing
     */
    record LocalPort(@Nullable Integer port, boolean orNextFree) {
        public static final LocalPort SAME = new LocalPort(null, false);
        public static final LocalPort ANY = new LocalPort(null, true);
    }
}
