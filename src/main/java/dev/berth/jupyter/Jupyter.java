package dev.berth.jupyter;

import dev.berth.api.Container;
import dev.berth.api.Event;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.KernelChange;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One host's Jupyter servers. Safe for use by several threads; every method may block, and has a deadline. */
public final class Jupyter {
    /** A kernel that hangs takes Jupyter ten seconds to kill. */
    private static final Duration TO_CHANGE = Duration.ofSeconds(30);

    private final String host;
    private final @Nullable Docker docker;
    private final CommandJournal journal;
    private final Link link;
    private final HostPlace hostPlace;
    private final Finder finder;
    private final Stopper stopper;

    /** @param docker null where the host has no engine */
    public Jupyter(String host, Link link, @Nullable Docker docker, CommandJournal journal) {
        this.host = host;
        this.docker = docker;
        this.journal = journal;
        this.link = link;
        this.hostPlace = new HostPlace(host, link, journal);
        this.finder = new Finder(hostPlace, docker, journal);
        this.stopper = new Stopper(journal);
    }

    /**
     * Every server on the host, in containers and on the host itself, whoever started it, each asked by HTTP.
     *
     * @param known the containers there are
     * @param poll made by a watcher (for the command log)
     */
    public List<FoundServer> find(List<Container> known, boolean poll) throws ProblemException {
        return finder.find(known, poll);
    }

    /** The servers of one container, for a person who waits: one look into it, none at the rest of the host. */
    public List<FoundServer> find(Container one) throws ProblemException {
        return one.running() ? finder.find(place(one.id())) : List.of();
    }

    /**
     * What {@link #start} would do.
     *
     * @param container null: on the host itself
     */
    public Reply.JupyterPlan plan(
            @Nullable ContainerDetails container, @Nullable Integer port, @Nullable String directory)
            throws ProblemException {
        Place place = container == null ? hostPlace : place(ContainerPlace.running(host, container));
        return new Planner(place, port).plan(container, directory).reply();
    }

    /**
     * Starts a server that depends on nothing here any more, and waits until it answers. An interrupt stops what was
     * begun, and then ends this with INTERRUPTED, which says what became of it.
     */
    public FoundServer start(StartOrder order, PortCheck check, Consumer<Event.Progress> progress)
            throws ProblemException {
        ContainerDetails details =
                order.container() == null ? null : ContainerPlace.running(host, docker().inspect(order.container()));
        Place place = details == null ? hostPlace : place(details);
        Script script = StartScript.of(StartScript.Mode.START, host, details, order, Starter.watchSeconds());
        Starter starter = new Starter(place, stopper, journal, check, progress);
        CompletableFuture<FoundServer> started = Parallel.start(() -> starter.run(script));
        try {
            return started.get();
        } catch (ExecutionException failed) {
            throw named(place, Parallel.problem(failed));
        } catch (InterruptedException stop) {
            starter.cancel();
            throw stopped(place, starter, started, progress);
        }
    }

    /** The stop has its own deadline, and must not be left half done by a second interrupt. */
    private ProblemException stopped(
            Place place, Starter starter, CompletableFuture<FoundServer> started, Consumer<Event.Progress> progress) {
        try {
            // it was up just before the interrupt came
            stopper.stop(place, started.join(), progress);
            return starter.interrupted(false).asException();
        } catch (CompletionException ended) {
            return ended.getCause() instanceof ProblemException problem
                    ? problem
                    : starter.interrupted(true).asException(ended);
        } catch (ProblemException left) {
            return starter.interrupted(true).asException(left);
        }
    }

    /** Says what holds the port, where that is a Jupyter that can be opened instead. */
    private ProblemException named(Place place, ProblemException failure) {
        Problem problem = failure.problem();
        if (problem.code() != Code.REMOTE_PORT_IN_USE) {
            return failure;
        }
        try {
            return PortHolder.name(problem, finder.find(place)).asException(failure);
        } catch (ProblemException unknown) {
            return failure;
        }
    }

    /** Ends a server and all it started; done when its port is closed and its processes are gone. */
    public void stop(FoundServer server, Consumer<Event.Progress> progress) throws ProblemException {
        stopper.stop(server.containerId() == null ? hostPlace : place(server.containerId()), server, progress);
    }

    /** Does one thing to a kernel, and waits until that is done. */
    public void change(FoundServer server, Kernel kernel, KernelChange change) throws ProblemException {
        String where = Place.label(server.info().host(), server.info().container());
        JupyterApi api = new JupyterApi(
                server.route(), server.secure(), server.basePath(), server.token(), where, journal, false);
        int status;
        try {
            status = api.change(kernel.id(), change, TO_CHANGE);
        } catch (IOException silent) {
            throw Problem.of(
                            Code.JUPYTER_UNREACHABLE,
                            "The Jupyter server of " + where + " did not answer when its kernel " + kernel.title()
                                    + " was to be changed.",
                            "See the kernel in the list of servers.")
                    .asException(silent);
        }
        if (status >= 400) {
            throw (status == 404
                            ? Problem.of(Code.KERNEL_NOT_FOUND, "The kernel " + kernel.title() + " is gone already.")
                            : Problem.of(
                                    Code.COMMAND_FAILED,
                                    "The Jupyter server of " + where + " refused that for the kernel " + kernel.title()
                                            + " (HTTP " + status + ").",
                                    "Its log may say why: berth jupyter log."))
                    .asException();
        }
    }

    /** Which process each kernel is, by its id; those that can't be seen are not there. */
    public Map<String, String> kernelProcesses() throws ProblemException {
        return KernelProcesses.read(hostPlace);
    }

    /**
     * The last lines of a server's log, its token masked.
     *
     * @param container null for the host itself
     */
    public String log(@Nullable String container, int port, int lines) throws ProblemException {
        ContainerDetails details = container == null ? null : ContainerPlace.running(host, docker().inspect(container));
        Place place = details == null ? hostPlace : place(details);
        List<FoundServer> servers = finder.find(place);
        FoundServer server = servers.stream()
                .filter(found -> found.info().port() == port)
                .findFirst()
                .orElse(null);
        return LogReader.read(place, StartScript.name(place.containerId()), port, server, lines);
    }

    /** The address for a browser on this machine, with the token. */
    public static URI localUrl(FoundServer server, int localPort) {
        return Addresses.local(server, localPort);
    }

    private ContainerPlace place(String id) throws ProblemException {
        return place(ContainerPlace.running(host, docker().inspect(id)));
    }

    private ContainerPlace place(ContainerDetails details) throws ProblemException {
        return new ContainerPlace(host, link, docker(), details);
    }

    private Docker docker() throws ProblemException {
        if (docker == null) {
            throw Problem.of(
                            Code.DOCKER_MISSING,
                            "There is no Docker engine on " + host + " to look into containers with.",
                            "Leave the container out to use the host itself.")
                    .asException();
        }
        return docker;
    }
}
