package dev.berth.tui;

import dev.berth.api.AgentConnection;
import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.Question;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.api.Section;
import dev.berth.api.Streams;
import dev.berth.api.TunnelStatus;
import dev.berth.api.Watches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent in memory with the {@link Sample} fleet: enough of it answers that the whole screen can be used. What it was
 * asked is kept, and it can be made to die.
 */
public final class FakeAgent implements AgentConnection.Connector {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("fake-agent").factory());
    private final List<Request<?>> requests = new CopyOnWriteArrayList<>();
    private final long pace;
    private final List<HostSnapshot> hosts;
    private final List<TunnelStatus> tunnels;
    private volatile @Nullable Connected current;
    private volatile @Nullable Problem refusal;
    private @Nullable CompletableFuture<Reply> asked;

    /** @param pace milliseconds that a step takes */
    public FakeAgent(long pace) {
        Sample sample = new Sample(Instant.now());
        this.pace = pace;
        this.hosts = new ArrayList<>(sample.fleet());
        this.tunnels = new ArrayList<>(sample.tunnels());
    }

    /** Everything that was asked so far. */
    public List<Request<?>> requests() {
        return List.copyOf(requests);
    }

    /** As by kill -9; with a reason, can't be reached any more either. */
    public void die(@Nullable Problem forGood) {
        refusal = forGood;
        Connected dying = current;
        if (dying != null) {
            dying.lost.accept(Problem.of(Problem.Code.AGENT_UNREACHABLE, "The agent ended unexpectedly."));
        }
    }

    /** It can be reached again. */
    public void live() {
        refusal = null;
    }

    @Override
    public AgentConnection connect(Consumer<Event> events, Consumer<Problem> lost)
            throws dev.berth.api.ProblemException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(pace);
        Problem why = refusal;
        if (why != null) {
            throw why.asException();
        }
        Connected made = new Connected(events, lost);
        current = made;
        return made;
    }

    @Override
    public AgentConnection connectIfRunning(Consumer<Event> events, Consumer<Problem> lost)
            throws dev.berth.api.ProblemException, InterruptedException {
        return connect(events, lost);
    }

    private final class Connected implements AgentConnection {
        private final Consumer<Event> events;
        private final Consumer<Problem> lost;

        Connected(Consumer<Event> events, Consumer<Problem> lost) {
            this.events = events;
            this.lost = lost;
        }

        @Override
        public Reply.Welcome welcome() {
            return Sample.welcome();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Reply> CompletableFuture<R> send(Request<R> request, Consumer<Event> progress) {
            requests.add(request);
            CompletableFuture<Reply> future = new CompletableFuture<>();
            timer.schedule(() -> answer(request, progress, future), pace, TimeUnit.MILLISECONDS);
            return (CompletableFuture<R>) (CompletableFuture<?>) future;
        }

        private void answer(Request<?> request, Consumer<Event> progress, CompletableFuture<Reply> future) {
            switch (request) {
                case Request.Watch watch -> {
                    tellAll();
                    future.complete(new Reply.Done());
                }
                case Request.Connect connect -> connect(connect.host(), future);
                case Request.Disconnect disconnect -> {
                    HostSnapshot off = HostSnapshot.off(disconnect.host(), false);
                    change(off);
                    future.complete(new Reply.Host(off));
                }
                case Request.Answer answer -> answered(answer, future);
                case Request.PlanJupyter plan -> plan(plan, future);
                case Request.StartJupyter start -> start(start, progress, future);
                case Request.OpenJupyter open -> future.complete(opened(9999));
                case Request.StopJupyter stop -> future.complete(new Reply.Servers(List.of()));
                case Request.AddTunnel add -> add(add, future);
                case Request.ImportTunnels asked -> future.complete(new Reply.Tunnels(List.of()));
                case Request.StopTunnel stop -> switchTo(stop.name(), TunnelStatus.State.OFF, future);
                case Request.StartTunnel start -> switchTo(start.name(), TunnelStatus.State.LISTENING, future);
                case Request.RemoveTunnel remove -> {
                    tunnels.removeIf(tunnel -> tunnel.name().equals(remove.name()));
                    events.accept(new Event.Tunnels(List.copyOf(tunnels)));
                    future.complete(new Reply.Done());
                }
                case Request.OneTimeAddress address -> future.complete(new Reply.Text("http://127.0.0.1:1/once"));
                default -> future.complete(new Reply.Done());
            }
        }

        private void tellAll() {
            Sample sample = new Sample(Instant.now());
            events.accept(new Event.Hosts(List.copyOf(hosts)));
            events.accept(new Event.Tunnels(List.copyOf(tunnels)));
            sample.notices().forEach(notice -> events.accept(new Event.Noted(notice)));
            sample.commands().forEach(command -> events.accept(new Event.Ran(command)));
        }

        private void connect(String host, CompletableFuture<Reply> future) {
            change(state(host, HostState.CONNECTING, null));
            if (host.equals("old-box")) {
                Problem problem = Problem.of(
                        Problem.Code.HOST_UNREACHABLE,
                        "Cannot reach old-box: connection refused on port 22.",
                        "Is sshd running there, and the VPN up? r tries again.");
                timer.schedule(
                        () -> {
                            change(state(host, HostState.FAILED, problem));
                            future.completeExceptionally(problem.asException());
                        },
                        pace,
                        TimeUnit.MILLISECONDS);
                return;
            }
            asked = future;
            events.accept(new Event.Asked(new Question.HostKey(
                    7,
                    host,
                    new Question.ServerKey(
                            host + ":22", null, "ssh-ed25519", "SHA256:n2Gd0kq1r8Yk0wqkqTz6v5b2cX7f9QmY3sLxJ4hU1aE"),
                    "~/.ssh/known_hosts",
                    List.of())));
        }

        private void answered(Request.Answer answer, CompletableFuture<Reply> future) {
            future.complete(new Reply.Done());
            events.accept(new Event.Settled(answer.question()));
            CompletableFuture<Reply> waiting = asked;
            if (waiting == null) {
                return;
            }
            if (answer.answer() instanceof Question.Answer.Refuse) {
                Problem problem =
                        Problem.of(Problem.Code.HOST_KEY_REFUSED, "The host key of gpu2 was refused.", "r asks again.");
                change(state("gpu2", HostState.FAILED, problem));
                waiting.completeExceptionally(problem.asException());
                return;
            }
            HostSnapshot up = state("gpu2", HostState.UP, null);
            change(up);
            waiting.complete(new Reply.Host(up));
        }

        private HostSnapshot state(String host, HostState state, @Nullable Problem problem) {
            HostSnapshot like = new Sample(Instant.now()).gpu1();
            boolean up = state == HostState.UP;
            HostSnapshot off = HostSnapshot.off(host, false);
            return new HostSnapshot(
                    host,
                    state,
                    problem,
                    null,
                    "10.20.0.12",
                    "dev",
                    up ? (Double) 0.02 : null,
                    Instant.now(),
                    like.link(),
                    false,
                    up ? like.containers() : off.containers(),
                    up ? like.gpus() : off.gpus(),
                    up ? like.servers() : off.servers(),
                    Section.empty(),
                    Section.empty(),
                    null,
                    null,
                    Watches.NONE);
        }

        private void change(HostSnapshot host) {
            hosts.replaceAll(each -> each.host().equals(host.host()) ? host : each);
            events.accept(new Event.HostChanged(host));
        }

        private void plan(Request.PlanJupyter plan, CompletableFuture<Reply> future) {
            if ("plain".equals(plan.container())) {
                future.completeExceptionally(Problem.of(
                                Problem.Code.NO_JUPYTER,
                                "There is no Jupyter in gpu1/plain (busybox).",
                                "Install it in the image (pip install jupyterlab), or start Jupyter in another container.")
                        .asException());
                return;
            }
            future.complete(
                    new Reply.JupyterPlan(
                            JupyterServer.Kind.LAB,
                            "4.3.4",
                            8888,
                            "/workspace",
                            "docker exec -d -w /workspace " + plan.container()
                                    + " jupyter lab --ip=0.0.0.0 --port=8888 --no-browser --allow-root --ServerApp.port_retries=0"));
        }

        private void start(Request.StartJupyter start, Consumer<Event> progress, CompletableFuture<Reply> future) {
            String[][] steps = {
                {"exec", "start JupyterLab in the container"},
                {"listening", "wait until port 8888 listens"},
                {"http", "wait until its HTTP API answers"},
                {"tunnel", "make the tunnel"}
            };
            for (int i = 0; i < steps.length; i++) {
                String[] step = steps[i];
                boolean dies = "データ処理".equals(start.container()) && i == 1;
                later(
                        2L * i,
                        future,
                        () -> progress.accept(new Event.Progress(step[0], step[1], Event.StepState.RUNNING, null)));
                later(
                        2L * i + 2,
                        future,
                        () -> progress.accept(new Event.Progress(
                                step[0],
                                step[1],
                                dies ? Event.StepState.FAILED : Event.StepState.DONE,
                                dies
                                        ? "ImportError: cannot import name 'soft_unicode'\n    from 'markupsafe' (/usr/lib/python3)"
                                        : null)));
                if (dies) {
                    later(
                            4,
                            future,
                            () -> future.completeExceptionally(Problem.of(
                                            Problem.Code.JUPYTER_DIED,
                                            "JupyterLab in gpu1/データ処理 ended at start with exit code 1.",
                                            "Its log is /tmp/berth-8888.log in the container.")
                                    .asException()));
                    return;
                }
            }
            later(9, future, () -> future.complete(opened(8888)));
        }

        private void later(long steps, CompletableFuture<Reply> future, Runnable what) {
            timer.schedule(
                    () -> {
                        if (!future.isDone()) {
                            what.run();
                        }
                    },
                    steps * pace,
                    TimeUnit.MILLISECONDS);
        }

        private Reply.OpenedServer opened(int port) {
            return new Reply.OpenedServer(
                    new Sample(Instant.now()).servers().getFirst(),
                    new Secret("http://127.0.0.1:" + port + "/lab?token=5ecre7"));
        }

        private void add(Request.AddTunnel add, CompletableFuture<Reply> future) {
            String port = add.localPort().port() == null
                    ? add.spec()
                    : add.localPort().port().toString();
            if (port.equals("9999")) {
                future.completeExceptionally(new Problem(
                                Problem.Code.PORT_IN_USE,
                                "Local port 9999 is taken by the tunnel jupyter-cont1.",
                                "10000 is free.",
                                "10000")
                        .asException());
                return;
            }
            TunnelStatus made = new TunnelStatus(
                    add.host() + "-" + port,
                    add.host(),
                    add.container(),
                    TunnelStatus.Kind.LOCAL,
                    "127.0.0.1:" + port,
                    "127.0.0.1:" + add.spec(),
                    null,
                    TunnelStatus.State.LISTENING,
                    null,
                    0,
                    0,
                    0,
                    null,
                    false,
                    false,
                    TunnelStatus.Relay.NO,
                    TunnelStatus.Traffic.NONE,
                    null);
            tunnels.add(made);
            events.accept(new Event.Tunnels(List.copyOf(tunnels)));
            future.complete(new Reply.Tunnel(made));
        }

        private void switchTo(String name, TunnelStatus.State state, CompletableFuture<Reply> future) {
            tunnels.replaceAll(tunnel -> tunnel.name().equals(name) ? in(tunnel, state) : tunnel);
            events.accept(new Event.Tunnels(List.copyOf(tunnels)));
            future.complete(new Reply.Done());
        }

        private static TunnelStatus in(TunnelStatus t, TunnelStatus.State state) {
            return new TunnelStatus(
                    t.name(),
                    t.host(),
                    t.container(),
                    t.kind(),
                    t.local(),
                    t.remote(),
                    t.way(),
                    state,
                    null,
                    0,
                    t.bytesIn(),
                    t.bytesOut(),
                    t.group(),
                    t.autostart(),
                    t.saved(),
                    t.relay(),
                    t.traffic(),
                    t.lastError());
        }

        @Override
        public int stream(Request.Streamed request, Streams streams) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
