package dev.berth.fleet;

import dev.berth.api.Alert;
import dev.berth.api.Container;
import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.Image;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Section;
import dev.berth.api.Vitals;
import dev.berth.api.Volume;
import dev.berth.docker.Docker;
import dev.berth.docker.DockerEngine;
import dev.berth.gpu.NvidiaSmi;
import dev.berth.jupyter.FoundServer;
import dev.berth.jupyter.Jupyter;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.route.HostNames;
import dev.berth.route.HostRelay;
import dev.berth.route.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All that hangs on one open link: the Docker engine, the readers, and the watchers that keep a host's snapshot true as
 * long as somebody looks. Ends with its link.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Session.class.getName());

    /** How often things are read again while somebody looks, while somebody is there at all, and while nobody is. */
    private static final Duration LOOKED_AT = Duration.ofSeconds(5);

    /** A row of a server has five seconds to tell the truth, and a look takes some of them. */
    private static final Duration SERVERS_LOOKED_AT = Duration.ofSeconds(3);

    private static final Duration ATTENDED = Duration.ofSeconds(30);
    private static final Duration TO_ASK = Duration.ofSeconds(10);
    private static final Duration GPU_TICK = Duration.ofSeconds(2);

    /** Events after which a container is where it was. */
    private static final Set<String> HARMLESS = Set.of("create", "kill", "oom", "update");

    private interface Reading<T> {
        List<T> of(Docker engine) throws ProblemException;
    }

    /** Takes what the watchers find. Called from their threads. */
    interface Facts {
        void containers(Section<Container> containers);

        void gpus(Section<Gpu> gpus);

        void images(Section<Image> images);

        void volumes(Section<Volume> volumes);

        void vitals(Vitals vitals);

        void servers(List<FoundServer> servers, @Nullable Problem problem);

        /** Containers came, went or changed: which they are is told by the next read. */
        void containersChanged();
    }

    private final String host;
    private final Link link;
    private final Board board;
    private final Facts facts;
    private final CommandJournal journal;
    private final HostNames names;
    private final HostRelay relay;
    private final NvidiaSmi nvidia;
    private final GpuWatch gpuWatch;
    private final Poll containerPoll;
    private final Poll gpuPoll;
    private final Poll serverPoll;
    private final Poll imagePoll;
    private final Poll volumePoll;
    private final Poll vitalPoll;

    private final AtomicInteger streams = new AtomicInteger();

    private volatile boolean closed;
    private volatile List<Container> containers = List.of();
    private volatile boolean containersKnown;
    private volatile boolean cardless;
    /** Of the thread that reads containers. */
    private boolean unheard = true;

    /** Held while images or volumes are read and told. */
    private final ReentrantLock listing = new ReentrantLock();

    /** Held while the engine is probed and its events are opened; guards both fields. */
    private final ReentrantLock dockerLock = new ReentrantLock();

    private @Nullable Docker docker;

    /** Kept as long as its engine: it remembers the servers it knows. */
    private @Nullable Jupyter jupyter;

    private @Nullable AutoCloseable events;

    Session(String host, Link link, Board board, FreeGpu freeGpu, Facts facts) {
        this.host = host;
        this.link = link;
        this.board = board;
        this.facts = facts;
        this.journal = board.journal(host);
        this.names = new HostNames(link);
        this.relay = new HostRelay(host, link);
        this.nvidia = new NvidiaSmi(host, link, freeGpu, journal);
        this.gpuWatch = new GpuWatch(
                (readings, ended) -> nvidia.stream(GPU_TICK, this::containerName, readings, problem -> ended.run()),
                this::gpusRead,
                this::gpuStreamEnded);
        this.containerPoll = new Poll("containers-" + host, this::containerInterval, this::readContainers);
        this.gpuPoll = new Poll("gpus-" + host, this::gpuInterval, this::readGpus);
        this.serverPoll = new Poll("servers-" + host, this::serverInterval, this::readServers);
        this.imagePoll = new Poll("images-" + host, this::imageInterval, this::readImages);
        this.volumePoll = new Poll("volumes-" + host, this::volumeInterval, this::readVolumes);
        this.vitalPoll = new Poll("vitals-" + host, () -> board.anybody() ? ATTENDED : null, this::readVitals);
        vitalPoll.poke();
        containerPoll.poke();
    }

    /** As it is listed; a request may have named it otherwise. */
    String host() {
        return host;
    }

    Link link() {
        return link;
    }

    /** The host's engine; connected at the first use, and again after a refusal. */
    Docker docker() throws ProblemException {
        dockerLock.lock();
        try {
            Docker engine = docker;
            if (engine == null) {
                engine = DockerEngine.connect(host, link, journal);
                docker = engine;
                jupyter = null;
                // whoever came first, others may have been refused before
                containerPoll.poke();
                vitalPoll.poke();
                refreshImages();
                refreshVolumes();
            }
            return engine;
        } finally {
            dockerLock.unlock();
        }
    }

    /** Where the engine keeps what it has; null where none is connected. */
    @Nullable
    String dockerRoot() throws ProblemException {
        Docker engine;
        dockerLock.lock();
        try {
            engine = docker;
        } finally {
            dockerLock.unlock();
        }
        return engine == null ? null : engine.root();
    }

    /**
     * How connections leave the host.
     *
     * @param relayed by commands rather than by its SSH server's forwards
     */
    Outlet outlet(boolean relayed) {
        return new Outlet(host, link, names, relay, relayed);
    }

    /** A shell, a log or another stream of a client's runs over it until what this returns is called. */
    Runnable streaming() {
        streams.incrementAndGet();
        return streams::decrementAndGet;
    }

    boolean isStreaming() {
        return streams.get() > 0;
    }

    CommandJournal journal() {
        return journal;
    }

    NvidiaSmi nvidia() {
        return nvidia;
    }

    /** Speaks to the host's Jupyter servers; to those in containers only where Docker answers. */
    Jupyter jupyter() {
        Docker engine;
        try {
            engine = docker();
        } catch (ProblemException refused) {
            engine = null;
        }
        dockerLock.lock();
        try {
            Jupyter known = jupyter;
            if (known == null) {
                known = new Jupyter(host, link, engine, journal);
                jupyter = known;
            }
            return known;
        } finally {
            dockerLock.unlock();
        }
    }

    /** The running containers, read anew where none are known yet. */
    List<Container> containers() throws ProblemException {
        if (!containersKnown) {
            containers = docker().containers(true, false, List.of(), false);
            containersKnown = true;
        }
        return containers;
    }

    @Nullable
    String containerName(String id) {
        for (Container container : containers) {
            if (container.id().equals(id)) {
                return container.name();
            }
        }
        return null;
    }

    /** Somebody looks at something else now. */
    void interestChanged() {
        containerPoll.reconsider();
        serverPoll.reconsider();
        gpuPoll.reconsider();
        imagePoll.reconsider();
        volumePoll.reconsider();
        vitalPoll.reconsider();
        refreshImages();
        refreshVolumes();
        if (board.looked(host, Request.View.GPUS)) {
            gpuPoll.poke();
        } else {
            gpuWatch.stop();
        }
    }

    /** Reads everything again now. */
    void refresh() {
        cardless = false;
        containerPoll.poke();
        gpuPoll.poke();
        serverPoll.poke();
    }

    /** Somebody waits for something else now, which may be there already. */
    void awaitedChanged() {
        containerPoll.poke();
        gpuPoll.poke();
    }

    void refreshImages() {
        if (board.looked(host, Request.View.IMAGES)) {
            imagePoll.poke();
        }
    }

    void refreshVolumes() {
        if (board.looked(host, Request.View.VOLUMES)) {
            volumePoll.poke();
        }
    }

    void refreshServers() {
        serverPoll.poke();
    }

    private @Nullable Duration containerInterval() {
        // Docker's event stream tells of changes; this only renews the words of the status column
        if (board.looked(host, Request.View.CONTAINERS)) {
            return ATTENDED;
        }
        return board.anybody() || board.awaited().containers(host) ? Duration.ofMinutes(2) : null;
    }

    private @Nullable Duration gpuInterval() {
        if (cardless || !board.anybody() && !board.awaited().gpus(host)) {
            return null;
        }
        return board.looked(host, Request.View.GPUS) ? LOOKED_AT : ATTENDED;
    }

    private @Nullable Duration imageInterval() {
        return board.looked(host, Request.View.IMAGES) ? ATTENDED : null;
    }

    private @Nullable Duration volumeInterval() {
        return board.looked(host, Request.View.VOLUMES) ? ATTENDED : null;
    }

    private @Nullable Duration serverInterval() {
        if (board.looked(host, Request.View.SERVERS)
                || board.looked(host, Request.View.CONTAINERS)
                || board.kernels().on(host)) {
            return SERVERS_LOOKED_AT;
        }
        return board.anybody() ? ATTENDED : null;
    }

    private void readContainers() {
        if (closed) {
            return;
        }
        try {
            Docker engine = docker();
            catchUp(engine);
            Set<String> heard = board.awaited().heardToDie();
            containers = engine.containers(true, false, List.of(), true);
            containersKnown = true;
            Instant now = Instant.now();
            List<Alert> ended = board.awaited().ended(host, containers, heard, now);
            facts.containers(Section.of(containers, now));
            ended.forEach(board::alert);
            follow(engine);
        } catch (ProblemException refused) {
            fail(refused, problem -> facts.containers(Section.<Container>empty().failed(problem)));
        }
    }

    /** Ends that somebody waits for and that nothing listened to: before a session, or while its engine was away. */
    private void catchUp(Docker engine) {
        Instant since = unheard ? board.awaited().since(host) : null;
        unheard = false;
        try {
            if (since != null) {
                engine.deaths(since).forEach(death -> board.awaited().died(host, death));
            }
        } catch (ProblemException refused) {
            LOG.log(Level.FINE, "the list tells of ends, too, but for their codes", refused);
        }
    }

    /** Docker's events poke the readers; a lost stream is opened again by the next read. */
    private void follow(Docker engine) throws ProblemException {
        dockerLock.lock();
        try {
            if (events == null && !closed) {
                events = engine.events(this::changed, this::eventsEnded);
                // what happened before was not heard, nor read where it came behind the list
                unheard = true;
                facts.containersChanged();
                containerPoll.poke();
                serverPoll.poke();
            }
        } finally {
            dockerLock.unlock();
        }
    }

    private void changed(Docker.ContainerEvent event) {
        if (event.action().equals("die")) {
            board.awaited().died(host, event);
        }
        if (!HARMLESS.contains(event.action())) {
            facts.containersChanged();
        }
        containerPoll.poke();
        serverPoll.poke();
        refreshVolumes();
    }

    /** The engine went away: it is probed anew, so that the reason can be told. */
    private void eventsEnded(@Nullable Problem problem) {
        dockerLock.lock();
        try {
            events = null;
            if (problem != null && !closed) {
                close(docker);
                docker = null;
                jupyter = null;
                containerPoll.poke();
            }
        } finally {
            dockerLock.unlock();
        }
    }

    private void readGpus() {
        if (closed || gpuWatch.running()) {
            return;
        }
        try {
            gpusRead(nvidia.read(this::containerName));
            if (board.looked(host, Request.View.GPUS) && nvidia.streams()) {
                gpuWatch.start();
            }
            if (!board.looked(host, Request.View.GPUS)) {
                // left while it opened
                gpuWatch.stop();
            }
        } catch (ProblemException refused) {
            cardless = refused.problem().code() == Problem.Code.NO_NVIDIA_SMI;
            fail(refused, problem -> facts.gpus(Section.<Gpu>empty().failed(problem)));
        }
    }

    /** What is told now is no longer waited for, which the snapshot shows. */
    private void gpusRead(List<Gpu> gpus) {
        Instant now = Instant.now();
        Alert alert = board.awaited().look(host, gpus, now);
        facts.gpus(Section.of(gpus, now));
        if (alert != null) {
            board.alert(alert);
        }
    }

    private void readImages() {
        if (closed) {
            return;
        }
        try {
            images();
        } catch (ProblemException refused) {
            fail(refused, problem -> facts.images(Section.<Image>empty().failed(problem)));
        }
    }

    /** Reads and tells them. */
    List<Image> images() throws ProblemException {
        return told(Docker::images, facts::images);
    }

    /** One at a time: who has read something earlier must not tell it later. */
    private <T> List<T> told(Reading<T> reading, Consumer<Section<T>> tell) throws ProblemException {
        listing.lock();
        try {
            List<T> read = reading.of(docker());
            tell.accept(Section.of(read, Instant.now()));
            return read;
        } finally {
            listing.unlock();
        }
    }

    private void readVolumes() {
        if (closed) {
            return;
        }
        try {
            volumes();
        } catch (ProblemException refused) {
            fail(refused, problem -> facts.volumes(Section.<Volume>empty().failed(problem)));
        }
    }

    /** Reads and tells them. */
    List<Volume> volumes() throws ProblemException {
        return told(Docker::volumes, facts::volumes);
    }

    private void readVitals() {
        if (closed || !board.anybody()) {
            return;
        }
        try {
            facts.vitals(VitalSigns.read(this));
        } catch (IOException refused) {
            LOG.log(Level.FINE, host, refused);
        }
    }

    private void gpuStreamEnded() {
        gpuPoll.reconsider();
    }

    private void readServers() {
        if (closed) {
            return;
        }
        try {
            List<Container> known = containersKnown ? containers : List.of();
            List<FoundServer> found = jupyter().find(known, true);
            facts.servers(found, null);
            tellOfKernels(found);
        } catch (ProblemException refused) {
            fail(refused, problem -> facts.servers(List.of(), problem));
        }
    }

    /** Not before the containers are known: the servers in them would be taken for gone. */
    private void tellOfKernels(List<FoundServer> found) throws ProblemException {
        if (!containersKnown || !board.kernels().on(host)) {
            return;
        }
        List<JupyterServer> servers = found.stream().map(FoundServer::info).toList();
        board.kernels()
                .look(host, servers, jupyter().kernelProcesses(), System.nanoTime(), Instant.now())
                .forEach(board::alert);
    }

    /** The user that the link came in as may do everything on the host. */
    boolean isRoot() throws ProblemException {
        long start = System.nanoTime();
        try {
            Output id = link.run(Command.of("id", "-u"), TO_ASK);
            journal.ran("id -u", id.exit(), Duration.ofNanos(System.nanoTime() - start), false);
            return id.out().strip().equals("0");
        } catch (IOException failure) {
            throw linkLost(host, failure).asException(failure);
        }
    }

    /** A failure while the link goes down is the link's to tell. */
    private void fail(ProblemException refused, java.util.function.Consumer<Problem> tell) {
        LOG.log(Level.FINE, host, refused);
        if (!closed && link.isOpen()) {
            tell.accept(refused.problem());
        }
    }

    private static void close(@Nullable AutoCloseable resource) {
        if (resource != null) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.log(Level.FINE, "on closing", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        containerPoll.close();
        gpuPoll.close();
        serverPoll.close();
        imagePoll.close();
        volumePoll.close();
        vitalPoll.close();
        // first the link: it ends whatever is blocked on the host
        link.close();
        gpuWatch.close();
        dockerLock.lock();
        try {
            close(events);
            events = null;
            close(docker);
            docker = null;
        } finally {
            dockerLock.unlock();
        }
    }

    /** A link that broke while somebody spoke to the host. */
    static Problem linkLost(String host, IOException cause) {
        return Problem.of(
                Problem.Code.LINK_LOST,
                "The session to " + host + " was lost: " + cause.getMessage() + ".",
                "Do it again once it is back: berth connect " + host + ".");
    }
}
