package dev.berth.fleet;

import dev.berth.api.Container;
import dev.berth.api.DockerLine;
import dev.berth.api.Event;
import dev.berth.api.Finding;
import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.KeptRun;
import dev.berth.api.KeptWatch;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.TunnelStatus;
import dev.berth.config.LinkChoices;
import dev.berth.docker.Docker;
import dev.berth.jupyter.FoundServer;
import dev.berth.ssh.SshConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The fleet of a running agent: real hosts, over real links. */
public final class LiveFleet implements Fleet {
    private static final Logger LOG = Logger.getLogger(LiveFleet.class.getName());

    /** A session that nobody looks at and no tunnel needs is closed after this long. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    /** For all sessions together: who ends the process does not wait long. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

    /** How often this machine itself is looked at. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /**
     * What a fleet starts from.
     *
     * @param local the machine itself is a host, too
     * @param autoconnect hosts to connect at once
     * @param freeGpu what counts as a free GPU
     * @param groups what hosts are listed under, by host; others are by the file that has them
     * @param links what is to carry the sessions
     * @param environment of whoever started the agent
     * @param store where tunnels are written down
     * @param runs where lines of docker run are
     * @param watches where what persons wait for is
     * @param herald tells what no screen is there for
     * @param problems what is to be told in the message log from the start
     */
    public record Options(
            SshConfiguration ssh,
            boolean local,
            List<String> autoconnect,
            FreeGpu freeGpu,
            Map<String, String> groups,
            LinkChoices links,
            Map<String, String> environment,
            TunnelStore store,
            RunStore runs,
            WatchStore watches,
            Herald herald,
            List<Problem> problems) {}

    private final Dialing dialing;
    private final RunStore runs;
    private final FreeGpu freeGpu;
    private final List<String> autoconnect;
    private final Board board;
    private final Questions questions;
    private final Map<String, HostSupervisor> hosts = new LinkedHashMap<>();
    private final Tunnels tunnels;
    private final ServerRequests servers;
    private final RegistryLogins logins = new RegistryLogins();
    private final KernelRequests kernels;
    /** The newest client's, whose desktop is the one to tell things on. */
    private volatile Map<String, String> environment;

    private final Executions executions = new Executions();
    /** Requests on their way: nothing is closed as unused meanwhile. */
    private final AtomicInteger working = new AtomicInteger();

    private final Disturbances disturbances =
            new Disturbances(LOOK, System.nanoTime(), Instant.now(), LocalNetwork.now());

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("fleet-timer").factory());

    /** Lists the hosts, connects those that are to be, and takes up the tunnels that were written down. */
    public LiveFleet(Options options) {
        this.dialing =
                new Dialing(options.ssh(), options.local(), options.groups(), options.links(), options.environment());
        this.autoconnect = List.copyOf(options.autoconnect());
        this.runs = options.runs();
        this.freeGpu = options.freeGpu();
        this.environment = options.environment();
        this.board = new Board(
                this::interestChanged,
                dialing::group,
                options.watches(),
                alert -> options.herald().tell(alert, environment));
        this.questions = new Questions(board);
        this.tunnels = new Tunnels(this::host, this::tunnelsChanged, options.store());
        this.servers = new ServerRequests(tunnels, board.kernels());
        this.kernels = new KernelRequests(servers, board.kernels());
        options.problems().forEach(problem -> board.note(Notice.Level.ERROR, null, problem));
        listHosts();
        tunnels.restore().forEach(problem -> board.note(Notice.Level.ERROR, null, problem));
        autoconnect.forEach(this::connectQuietly);
        board.watched().restore().forEach(this::connectQuietly);
        long every = HOUSEKEEPING.toMillis();
        timer.scheduleWithFixedDelay(this::keepHouse, every, every, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::lookAround, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void connectQuietly(String host) {
        try {
            host(host).session(null);
        } catch (ProblemException unknown) {
            board.note(Notice.Level.ERROR, host, unknown.problem());
        }
    }

    /** The ssh configuration may have got new hosts since it was last read. */
    private void listHosts() {
        for (String alias : dialing.hosts()) {
            supervisor(alias);
        }
    }

    private HostSupervisor supervisor(String host) {
        synchronized (hosts) {
            return hosts.computeIfAbsent(
                    host,
                    name -> new HostSupervisor(
                            name, autoconnect.contains(name), dialing, board, freeGpu, questions, new Life(), timer));
        }
    }

    /** The supervisor of a host; a problem for a word that is none. */
    private HostSupervisor host(String word) throws ProblemException {
        String host = dialing.name(word);
        synchronized (hosts) {
            HostSupervisor known = hosts.get(host);
            if (known != null) {
                return known;
            }
        }
        dialing.check(host);
        return supervisor(host);
    }

    private List<HostSupervisor> supervisors() {
        synchronized (hosts) {
            return List.copyOf(hosts.values());
        }
    }

    private final class Life implements HostSupervisor.Life {
        @Override
        public void up(String host) {
            tunnels.linkUp(host);
        }

        @Override
        public void down(String host, String reason) {
            tunnels.linkDown(host, reason);
        }

        @Override
        public void containersChanged(String host) {
            tunnels.containersChanged(host);
        }

        @Override
        public JupyterServer complete(JupyterServer server) {
            return servers.complete(server);
        }
    }

    private void tunnelsChanged(List<TunnelStatus> newest) {
        board.tunnels(newest);
        supervisors().forEach(HostSupervisor::tunnelsChanged);
    }

    private void interestChanged() {
        for (HostSupervisor host : supervisors()) {
            Session session = host.open();
            if (session != null) {
                session.interestChanged();
            }
        }
    }

    private void keepHouse() {
        try {
            if (board.anybody()) {
                tunnels.probeAll();
            } else if (working.get() == 0) {
                supervisors().forEach(this::closeUnused);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "housekeeping", e);
        }
    }

    /** Sees that this machine slept or went to another network, and has every link and every lost host tried at once. */
    private void lookAround() {
        try {
            String happened = disturbances.look(System.nanoTime(), Instant.now(), LocalNetwork.now());
            if (happened != null) {
                LOG.log(Level.INFO, "{0}: looking at every link", happened);
                supervisors().forEach(HostSupervisor::disturbed);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "looking around", e);
        }
    }

    private void closeUnused(HostSupervisor host) {
        HostSnapshot snapshot = host.snapshot();
        boolean open = snapshot.state() != HostState.OFF && snapshot.state() != HostState.FAILED;
        boolean idle = System.nanoTime() - host.lastUsed() > UNUSED.toNanos();
        boolean needed =
                !tunnels.running(snapshot.host()).isEmpty() || board.watched().on(snapshot.host());
        if (open && idle && !needed) {
            Thread.ofVirtual().start(host::disconnect);
        }
    }

    @Override
    public void environment(Map<String, String> newest) {
        environment = Map.copyOf(newest);
        dialing.environment(newest);
    }

    @Override
    public Subscription watch(List<String> wanted, Set<Request.View> views, boolean screen, Consumer<Event> events) {
        listHosts();
        return board.watch(wanted, views, screen, events);
    }

    @Override
    @SuppressWarnings("unchecked") // each case answers with the reply its request names
    public <R extends Reply> R handle(Request<R> request, Caller caller) throws ProblemException, InterruptedException {
        working.incrementAndGet();
        try {
            return (R) answer(request, caller);
        } finally {
            working.decrementAndGet();
        }
    }

    private Reply answer(Request<?> request, Caller caller) throws ProblemException, InterruptedException {
        return switch (request) {
            case Request.ListHosts list -> hosts();
            case Request.Connect connect -> connect(connect, caller);
            case Request.Disconnect disconnect -> disconnect(disconnect);
            case Request.DescribeHost describe -> new Reply.HostFacts(dialing.describe(dialing.name(describe.host())));
            case Request.ListContainers list -> containers(list, caller);
            case Request.FindContainer find -> find(find, caller);
            case Request.ListImages list ->
                new Reply.Images(session(list.host(), caller).images());
            case Request.ListVolumes list ->
                new Reply.Volumes(session(list.host(), caller).volumes());
            case Request.ListPaths list -> new Reply.Paths(RemotePaths.of(session(list.host(), caller), list));
            case Request.PullImage pull -> {
                Session session = session(pull.host(), caller);
                session.docker().pull(pull.image(), logins.of(session.host(), pull.image()), caller::tell);
                session.refreshImages();
                yield new Reply.Done();
            }
            case Request.RunDocker run -> docker(run, caller);
            case Request.Login login -> new Reply.Text(logins.login(session(login.host(), caller), login));
            case Request.Doctor look -> doctor(look, caller);
            case Request.ListRuns list -> runs(list.host());
            case Request.SaveProfile save -> {
                if (runs.isWritten(save.name())) {
                    throw Problem.of(
                                    Problem.Code.USAGE,
                                    "config.yaml has a profile " + save.name() + " already, which would hide this one.",
                                    "Choose another name.")
                            .asException();
                }
                runs.keep(new KeptRun(save.name(), null, save.line()));
                yield new Reply.Done();
            }
            case Request.ListGpus list -> gpus(list, caller);
            case Request.SignalProcess signal -> {
                session(signal.host(), caller).nvidia().signal(signal.pid(), signal.name(), signal.signal());
                yield new Reply.Done();
            }
            case Request.ListServers list -> servers(list, caller);
            case Request.ListPorts list -> PortRequests.list(list, session(list.host(), caller), tunnels);
            case Request.PlanJupyter plan -> plan(plan, caller);
            case Request.StartJupyter start -> servers.start(start, session(start.host(), caller), caller);
            case Request.OpenJupyter open -> servers.open(open, session(open.host(), caller), caller);
            case Request.StopJupyter stop -> servers.stop(stop, session(stop.host(), caller), caller);
            case Request.ChangeKernel change -> kernels.change(change, session(change.host(), caller));
            case Request.WatchKernels watch -> watchKernels(watch);
            case Request.WatchGpus watch -> {
                HostSupervisor host = host(watch.host());
                board.awaited().gpus(host.snapshot().host(), watch.wish());
                yield awaitedChanged(host);
            }
            case Request.WatchContainer watch -> watchContainer(watch, caller);
            case Request.JupyterLog log -> log(log, caller);
            case Request.ChangeContainer change -> {
                session(change.host(), caller).docker().change(change.container(), change.change());
                yield new Reply.Done();
            }
            case Request.AddTunnel add -> addTunnel(add, caller);
            case Request.ImportTunnels wanted ->
                new Reply.Tunnels(tunnels.keep(wanted.host(), dialing.forwards(wanted.host())));
            case Request.ListTunnels list -> new Reply.Tunnels(tunnels.list());
            case Request.ShowTunnel show -> new Reply.Tunnel(tunnels.show(show.name()));
            case Request.StartTunnel start -> new Reply.Tunnel(tunnels.start(start.name(), start.localPort(), caller));
            case Request.RelayTunnel relay -> new Reply.Tunnel(tunnels.relay(relay.name(), caller));
            case Request.StopTunnel stop -> new Reply.Tunnel(tunnels.stop(stop.name()));
            case Request.RemoveTunnel remove -> {
                tunnels.remove(remove.name());
                yield new Reply.Done();
            }
            case Request.Answer answer -> {
                questions.answer(answer.question(), answer.answer());
                yield new Reply.Done();
            }
            case Request.Hello hello -> throw notOurs();
            case Request.Watch watch -> throw notOurs();
            case Request.Cancel cancel -> throw notOurs();
            case Request.Streamed streamed -> throw notOurs();
            case Request.OneTimeAddress address -> throw notOurs();
            case Request.AgentStatus status -> throw notOurs();
            case Request.StopAgent stop -> throw notOurs();
        };
    }

    private static ProblemException notOurs() {
        return Problem.of(Problem.Code.INTERNAL, "That request is the connection's own.")
                .asException();
    }

    private Session session(String host, Caller caller) throws ProblemException, InterruptedException {
        try {
            return host(host).session(caller).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw Problem.of(Problem.Code.INTERNAL, "Connecting to " + host + " failed: see the log.")
                    .asException(failed);
        }
    }

    private Reply.Hosts hosts() {
        listHosts();
        return new Reply.Hosts(board.hosts(), tunnels.list());
    }

    private Reply.Text docker(Request.RunDocker run, Caller caller) throws ProblemException, InterruptedException {
        remember(run.host(), run.words());
        Session session = session(run.host(), caller);
        try {
            return new Reply.Text(DockerWords.run(session, run.words(), null, caller::tell));
        } finally {
            session.refreshImages();
            session.refreshVolumes();
        }
    }

    /** A session that is older than the user's groups is renewed, unless something would break off with it. */
    private Reply.Findings doctor(Request.Doctor request, Caller caller) throws ProblemException, InterruptedException {
        Session session = session(request.host(), caller);
        Doctor doctor = Doctor.look(session);
        String host = session.host();
        if (doctor.outlivedByItsGroups()
                && !session.isStreaming()
                && tunnels.running(host).isEmpty()) {
            board.note(
                    Notice.Level.INFO, host, "The session to " + host + " was renewed: its user has other groups now.");
            host(host).disconnect();
            session = session(host, caller);
            doctor = Doctor.look(session);
        }
        List<Finding> findings = new ArrayList<>(doctor.findings());
        if (request.proof() != null) {
            findings.add(GpuProof.run(session, request.proof()));
        }
        return new Reply.Findings(findings);
    }

    private Reply.Runs runs(String host) {
        List<KeptRun> all = runs.list();
        return new Reply.Runs(
                all.stream().filter(run -> run.name() != null).toList(),
                all.stream()
                        .filter(run -> host.equals(run.host()))
                        .map(KeptRun::line)
                        .findFirst()
                        .orElse(null));
    }

    private void remember(String host, List<String> words) {
        if (!words.isEmpty() && words.getFirst().equals("run")) {
            runs.keep(new KeptRun(null, host, "docker " + DockerLine.typed(words)));
        }
    }

    private Reply.Host connect(Request.Connect request, Caller caller) throws ProblemException, InterruptedException {
        session(request.host(), caller).refresh();
        return new Reply.Host(host(request.host()).snapshot());
    }

    private Reply.Host disconnect(Request.Disconnect request) throws ProblemException {
        HostSupervisor host = host(request.host());
        host.disconnect();
        return new Reply.Host(host.snapshot());
    }

    private Reply.Containers containers(Request.ListContainers request, Caller caller)
            throws ProblemException, InterruptedException {
        Session session = session(request.host(), caller);
        return new Reply.Containers(
                session.docker().containers(request.all(), request.size(), request.filters(), false));
    }

    private Reply.ContainerPlace find(Request.FindContainer request, Caller caller)
            throws ProblemException, InterruptedException {
        Docker.ContainerDetails found = session(request.host(), caller).docker().inspect(request.container());
        if (!found.running()) {
            throw found.notRunning(request.host()).asException();
        }
        return new Reply.ContainerPlace(found.name(), found.workingDirectory());
    }

    private Reply.Gpus gpus(Request.ListGpus request, Caller caller) throws ProblemException, InterruptedException {
        Session session = session(request.host(), caller);
        namesFor(session);
        List<Gpu> gpus = session.nvidia().read(session::containerName);
        return new Reply.Gpus(gpus);
    }

    /** The names of containers, for the processes that run in them; a host without Docker has none. */
    private static void namesFor(Session session) {
        try {
            List<Container> known = session.containers();
            LOG.log(Level.FINEST, "{0} containers", known.size());
        } catch (ProblemException noDocker) {
            LOG.log(Level.FINE, "no container names", noDocker);
        }
    }

    private Reply.Servers servers(Request.ListServers request, Caller caller)
            throws ProblemException, InterruptedException {
        Session session = session(request.host(), caller);
        List<JupyterServer> infos = new ArrayList<>();
        for (FoundServer server : servers.find(session, null, null)) {
            infos.add(servers.complete(server.info()));
        }
        boolean kernels = infos.stream().anyMatch(server -> !server.kernels().isEmpty());
        return new Reply.Servers(kernels ? KernelMemory.join(infos, gpus(session)) : infos);
    }

    /** None where they can't be read: a box without a GPU is one for Jupyter all the same. */
    private static List<Gpu> gpus(Session session) {
        try {
            return session.nvidia().read(session::containerName);
        } catch (ProblemException unreadable) {
            LOG.log(Level.FINE, "no GPUs to join kernels with", unreadable);
            return List.of();
        }
    }

    private Reply.JupyterPlan plan(Request.PlanJupyter request, Caller caller)
            throws ProblemException, InterruptedException {
        Session session = session(request.host(), caller);
        String container = request.container();
        return session.jupyter()
                .plan(container == null ? null : session.docker().inspect(container), null, null);
    }

    private Reply.Done watchKernels(Request.WatchKernels request) throws ProblemException {
        HostSupervisor host = host(request.host());
        board.kernels().set(host.snapshot().host(), request.container(), request.port(), request.on());
        host.tunnelsChanged();
        interestChanged();
        return new Reply.Done();
    }

    private Reply.Done watchContainer(Request.WatchContainer watch, Caller caller)
            throws ProblemException, InterruptedException {
        HostSupervisor host = host(watch.host());
        String name = host.snapshot().host();
        if (watch.on()) {
            Docker.ContainerDetails found = session(name, caller).docker().inspect(watch.container());
            board.awaited().end(new KeptWatch.End(name, found.id(), found.name(), found.started()));
        } else {
            board.awaited().noEnd(name, watch.container());
        }
        return awaitedChanged(host);
    }

    private static Reply.Done awaitedChanged(HostSupervisor host) {
        host.tellAgain();
        Session session = host.open();
        if (session != null) {
            session.awaitedChanged();
        }
        return new Reply.Done();
    }

    private Reply.Text log(Request.JupyterLog request, Caller caller) throws ProblemException, InterruptedException {
        Session session = session(request.host(), caller);
        return new Reply.Text(session.jupyter().log(request.container(), request.port(), request.lines()));
    }

    private Reply.Tunnel addTunnel(Request.AddTunnel request, Caller caller)
            throws ProblemException, InterruptedException {
        String host = host(request.host()).snapshot().host();
        TunnelStatus status = tunnels.add(host, request, caller);
        return new Reply.Tunnel(request.await() ? tunnels.await(status.name()) : status);
    }

    @Override
    public int stream(Request.Streamed request, Caller caller, Streams streams)
            throws ProblemException, InterruptedException {
        working.incrementAndGet();
        Runnable ended = () -> {};
        try {
            Session session = session(request.host(), caller);
            ended = session.streaming();
            return switch (request) {
                case Request.Exec exec -> executions.run(exec, session, streams);
                case Request.Docker docker -> {
                    remember(docker.host(), docker.words());
                    int exit = executions.run(
                            DockerWords.exec(docker), DockerWords.shown(docker.words()), session, streams);
                    session.refreshImages();
                    session.refreshVolumes();
                    yield exit;
                }
                case Request.ContainerLog log -> executions.log(log, session, streams);
            };
        } finally {
            ended.run();
            working.decrementAndGet();
        }
    }

    @Override
    public Holdings holdings() {
        int sessions = 0;
        int running = 0;
        for (HostSupervisor host : supervisors()) {
            HostSnapshot snapshot = host.snapshot();
            sessions += snapshot.state() == HostState.OFF || snapshot.state() == HostState.FAILED ? 0 : 1;
            running += tunnels.running(snapshot.host()).size();
        }
        return new Holdings(sessions, running);
    }

    @Override
    public void stopServers() throws InterruptedException {
        for (HostSupervisor host : supervisors()) {
            Session session = host.open();
            if (session != null) {
                stopServers(session, host.servers());
            }
        }
    }

    private void stopServers(Session session, List<FoundServer> found) {
        for (FoundServer server : found) {
            if (server.info().ours()) {
                try {
                    servers.stop(server, session, progress -> {});
                } catch (ProblemException failed) {
                    board.note(Notice.Level.ERROR, server.info().host(), failed.problem());
                }
            }
        }
    }

    @Override
    public void close(End end) {
        timer.shutdownNow();
        board.watched().close(end);
        tunnels.close(end);
        List<Thread> closing = new ArrayList<>();
        for (HostSupervisor host : supervisors()) {
            closing.add(Thread.ofVirtual().start(host::disconnect));
        }
        long deadline = System.nanoTime() + CLOSING.toNanos();
        for (Thread thread : closing) {
            join(thread, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private static void join(Thread thread, Duration most) {
        try {
            if (!thread.join(most)) {
                LOG.fine("a session took too long to close");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
