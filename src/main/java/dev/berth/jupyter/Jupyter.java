package dev.berth.jupyter;

import dev.berth.api.Container;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One host's Jupyter servers. Safe for use by several threads; every method may block, and has a deadline. */
public final class Jupyter {

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

    /** What {@link #start} would do. */
    public Reply.JupyterPlan plan(ContainerDetails container, @Nullable Integer port, @Nullable String directory)
            throws ProblemException {
        ContainerPlace place = place(ContainerPlace.running(host, container));
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
