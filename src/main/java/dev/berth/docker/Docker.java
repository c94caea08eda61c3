package dev.berth.docker;

import dev.berth.api.Container;
import dev.berth.api.ContainerChange;
import dev.berth.api.Event;
import dev.berth.api.Image;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Volume;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One host's Docker engine. Safe for use by several threads; every method may block, and has a deadline. */
public interface Docker extends AutoCloseable {
    /** The engine's own version, such as 26.1.5. */
    String version();

    /** The directory that holds its images and containers. */
    String root() throws ProblemException;

    /**
     * Containers as {@code docker ps} lists them.
     *
     * @param filters {@code key=value}
     * @param poll made by a watcher (for the command log)
     */
    List<Container> containers(boolean all, boolean size, List<String> filters, boolean poll) throws ProblemException;

    /**
     * One container, running or not.
     *
     * @param container name, or the first characters of an id; ambiguous and unknown ones are problems
     */
    ContainerDetails inspect(String container) throws ProblemException;

    /** Follows the engine's container events. {@code ended} is told once, with null where it was closed by us. */
    AutoCloseable events(Consumer<ContainerEvent> events, Consumer<@Nullable Problem> ended) throws ProblemException;

    /** Ends of containers that the engine still remembers: it keeps its last few hundred events, by its own clock. */
    List<ContainerEvent> deaths(Instant since) throws ProblemException;

    /** Runs a command in a container to its end. At most {@code limit} bytes of each stream are kept. */
    dev.berth.link.Output exec(String container, ContainerCommand command, byte[] input, Duration deadline, int limit)
            throws ProblemException;

    /** Starts a command that outlives this connection. */
    void execDetached(String container, ContainerCommand command) throws ProblemException;

    /** Runs a command in a container with its streams open. */
    dev.berth.link.RemoteCommand execStream(String container, ContainerCommand command) throws ProblemException;

    /** Runs a command on a pty in a container. Its TERM is for the command's environment. */
    dev.berth.link.RemotePty pty(String container, ContainerCommand command, int columns, int rows)
            throws ProblemException;

    /** What a container wrote, whether it runs or not. */
    Log logs(String container, Request.LogPart part) throws ProblemException;

    /** Does one thing to a container, and waits until it is done. */
    void change(String container, ContainerChange change) throws ProblemException;

    List<Image> images() throws ProblemException;

    List<Volume> volumes() throws ProblemException;

    /**
     * Has the engine fetch an image, however long that takes; the interrupt of this thread ends it.
     *
     * @param image a name, with a tag or digest or else the tag latest
     * @param login for its registry; null: the one that the host's docker keeps, where it has one
     * @param progress takes how far each layer is, by its id
     */
    void pull(String image, @Nullable RegistryLogin login, Consumer<Event.Progress> progress)
            throws ProblemException, InterruptedException;

    /** Has the engine ask the registry whether it takes this login. Nothing is kept there. */
    void check(RegistryLogin login) throws ProblemException;

    /** The processes of a container, pids as the host sees them. */
    List<ContainerProcess> processes(String container) throws ProblemException;

    @Override
    void close();

    /**
     * A log as it is read. Both streams have to be read, by a thread each: one that is full holds up the other. They end
     * with the log, and fail where it broke off.
     */
    interface Log extends AutoCloseable {
        InputStream stdout();

        /** Empty for a container that has a terminal: what it writes goes to the one. */
        InputStream stderr();

        @Override
        void close();
    }

    /**
     * A command for a container.
     *
     * @param user null: the container's own
     * @param environment {@code NAME=value}; seen by all who may inspect the container: no secrets
     */
    record ContainerCommand(
            List<String> argv,
            @Nullable String user,
            List<String> environment,
            @Nullable String directory) {
        public static ContainerCommand of(List<String> argv) {
            return new ContainerCommand(argv, null, List.of(), null);
        }
    }

    /**
     * A container event.
     *
     * @param action Docker's word, such as start, die, create, destroy, rename
     * @param at by the engine's clock; null where it does not say
     * @param exitCode where it died
     */
    record ContainerEvent(
            String id,
            @Nullable String name,
            String action,
            @Nullable Instant at,
            @Nullable Integer exitCode) {}

    /** A process of a container. */
    record ContainerProcess(long hostPid, String user, String commandLine) {}

    /**
     * What routes and Jupyter need to know of a container.
     *
     * @param started when it was last started, by the engine's clock; null where it never was
     * @param networkMode "host", "none", "bridge", a network's name or "container:ID"
     * @param addresses its own addresses, IPv4 first; empty where it has none
     * @param pid its first process, as the host sees it; 0 where it is not running
     * @param user as the image or its run line set it; empty is root
     */
    record ContainerDetails(
            String id,
            String name,
            String image,
            String state,
            int exitCode,
            @Nullable Instant started,
            String networkMode,
            List<String> addresses,
            List<Container.PortMapping> ports,
            long pid,
            String user,
            String workingDirectory,
            List<String> environment) {
        public boolean running() {
            return state.equals("running");
        }

        /** That it does not run, and what helps. */
        public Problem notRunning(String host) {
            boolean paused = state.equals("paused");
            String how = state.equals("exited") ? "exited with code " + exitCode : state;
            return Problem.of(
                    Problem.Code.CONTAINER_NOT_RUNNING,
                    "Container " + name + " on " + host + " is not running: it is " + how + ".",
                    "berth " + (paused ? "unpause " : "start ") + host + " " + name
                            + (paused ? " lets it go on." : " starts it."));
        }
    }
}
