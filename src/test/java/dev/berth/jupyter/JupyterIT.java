package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event.Progress;
import dev.berth.api.Event.StepState;
import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kind;
import dev.berth.api.JupyterServer.State;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.http.HttpExchange;
import dev.berth.http.HttpReply;
import dev.berth.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real Jupyter servers on the lab's first box, in containers of its own. */
class JupyterIT {
    private static final String LAB = "lab/jupyterlab:4.0";
    private static final Duration LONG = Duration.ofSeconds(60);

    private static @Nullable LabBox opened;

    @BeforeAll
    static void connect() throws Exception {
        opened = LabBox.open("gpu1");
    }

    @AfterAll
    static void disconnect() {
        if (opened != null) {
            opened.close();
        }
    }

    private static LabBox box() {
        assertNotNull(opened);
        return opened;
    }

    private static StartOrder in(String container) {
        return new StartOrder(container, null, null, List.of(), List.of(), List.of());
    }

    private static StartOrder in(String container, @Nullable Integer port, String... arguments) {
        return new StartOrder(container, port, null, List.of(), List.of(), List.of(arguments));
    }

    private static FoundServer start(StartOrder order) throws Exception {
        return box().jupyter().start(order, port -> {}, progress -> {});
    }

    private static HttpReply ask(FoundServer server, String method, String path) throws IOException {
        Map<String, String> headers =
                Map.of("Authorization", "token " + server.token().reveal());
        HttpRequest request = new HttpRequest(method, server.basePath() + path, headers, null);
        return HttpExchange.send(server.route().open(), request, LONG, 1 << 20);
    }

    private static Problem refusal(StartOrder order) {
        return assertThrows(ProblemException.class, () -> start(order)).problem();
    }

    @Test
    void aLabIsStartedFoundAndStoppedWhereNothingIsPublishedAndNobodyReaps() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        Queue<Progress> steps = new ConcurrentLinkedQueue<>();
        FoundServer server = box().jupyter().start(in(container), port -> {}, steps::add);
        assertEquals(Kind.LAB, server.info().kind());
        assertEquals("4.0.11", server.info().version());
        assertEquals(8888, server.info().port());
        assertEquals(State.READY, server.info().state());
        assertEquals("/gpu1-" + container + "-8888/", server.basePath());
        assertTrue(server.info().ours());
        assertEquals(Way.ADDRESS, server.route().way());
        assertEquals(
                List.of("exec", "file", "listening", "http"),
                steps.stream()
                        .filter(step -> step.state() == StepState.DONE)
                        .map(Progress::step)
                        .toList());
        assertEquals(200, ask(server, "GET", "lab").status());

        FoundServer found = box().only(container);
        assertEquals(lasting(server), lasting(found));
        assertEquals(server.token(), found.token());
        assertEquals(lasting(found), lasting(box().only(container)), "and again, from what is known");
        assertEquals(201, ask(server, "POST", "api/kernels").status());
        assertEquals(1, box().only(container).info().kernels().size());

        box().jupyter().stop(found, step -> {});
        assertEquals(List.of("sleep infinity"), box().commands(container));
        assertTrue(box().servers(container).isEmpty());
        assertThrows(IOException.class, () -> ask(found, "GET", "api"));
    }

    /** What does not change from one look to the next. */
    private static List<Object> lasting(FoundServer server) {
        JupyterServer info = server.info();
        return Arrays.asList(
                info.container(),
                info.kind(),
                info.version(),
                info.port(),
                info.root(),
                info.pid(),
                info.url(),
                info.state(),
                info.started(),
                info.ours());
    }

    @Test
    void theFirstPublishedPortThatIsFreeIsTaken() throws Exception {
        String container = box().container("-p 127.0.0.1::7777 -p 127.0.0.1::7778", LAB, "sleep infinity");
        FoundServer first = start(in(container));
        assertEquals(7777, first.info().port());
        assertEquals(Way.PUBLISHED, first.route().way());
        assertEquals(7778, box().plan(container, null).port());
        FoundServer second = start(in(container));
        assertEquals(7778, second.info().port());
        assertNotEquals(first.token(), second.token());
        assertEquals(7779, start(in(container, 7779)).info().port());
    }

    @Test
    void onTheHostsNetworkOnlyItsLoopbackHearsIt() throws Exception {
        String container = box().container("--network host", LAB, "sleep infinity");
        int port = 20000 + (int) (ProcessHandle.current().pid() % 10000);
        FoundServer server = start(in(container, port));
        assertEquals("127.0.0.1:" + port, server.route().target());
        assertEquals(
                "", box().run("grep -h ' 0A ' /proc/net/tcp /proc/net/tcp6 | grep -i '0000:%04X '".formatted(port)));
        box().jupyter().stop(server, step -> {});
    }

    @Test
    void notebook6IsStartedAsNotebook6() throws Exception {
        String container = box().container("", "lab/notebook:6.4", "sleep infinity");
        FoundServer server = start(in(container));
        assertEquals(Kind.NOTEBOOK, server.info().kind());
        assertEquals("6.4.12", server.info().version());
        assertEquals(200, ask(server, "GET", "tree").status());
        assertEquals(lasting(server), lasting(box().only(container)));
        box().jupyter().stop(server, step -> {});
        assertEquals(List.of("sleep infinity"), box().commands(container));
    }

    @Test
    void twoStartsAtOnceGetAPortEach() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        CompletableFuture<FoundServer> one = Parallel.start(() -> plainly(container));
        CompletableFuture<FoundServer> other = Parallel.start(() -> plainly(container));
        assertNotEquals(one.get().info().port(), other.get().info().port());
        assertEquals(2, box().servers(container).size());
    }

    private static FoundServer plainly(String container) throws ProblemException {
        return box().jupyter().start(in(container), port -> {}, step -> {});
    }

    @Test
    void theTokenIsNowhereButWhereItBelongs() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        FoundServer server = start(in(container));
        ask(server, "GET", "lab?token=" + server.token().reveal());
        String token = server.token().reveal();
        assertEquals(48, token.length());
        String log = box().jupyter().log(container, 8888, 100);
        assertTrue(log.contains("/gpu1-" + container + "-8888/lab"), log);
        assertFalse(log.contains(token));
        assertFalse(box().run("ps axeww").contains(token), "ps on the box");
        assertFalse(box().run("docker inspect " + container).contains(token), "docker inspect");
        assertFalse(box().run("docker top " + container + " axeww").contains(token), "docker top");
        assertFalse(box().journal().contains(token), "the command log");
        assertTrue(box().journal().contains("api/status"), box().journal());
        String files = box().run("docker exec " + container + " find /tmp/berth-0 ! -perm /077");
        assertTrue(files.contains("/token") && files.contains("/log"), files);
    }

    @Test
    void aServerStartedByHandIsFoundWhereverItsHomeIs() throws Exception {
        String container = box().container("-e HOME=/srv", LAB, "sleep infinity");
        box().run("docker exec -d -w /tmp " + container + " jupyter lab --allow-root --ip 0.0.0.0 --port 9123");
        FoundServer server = box().await(container, State.READY);
        assertEquals(9123, server.info().port());
        assertEquals("4.0.11", server.info().version());
        assertEquals("/tmp", server.info().root());
        assertFalse(server.info().ours());
        assertEquals(200, ask(server, "GET", "api/status").status());
        box().jupyter().stop(server, step -> {});
        assertEquals(List.of("sleep infinity"), box().commands(container));
    }

    private static long statusQuestions(String container) {
        return box().journal()
                .lines()
                .filter(line -> line.contains("api/status") && line.contains(container))
                .count();
    }

    @Test
    void anotherUsersServerOnLoopbackIsFoundAndStopped() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run("docker exec " + container + " useradd -m ann");
        box().run("docker exec -d -u ann -w /home/ann -e HOME=/home/ann -e JUPYTER_RUNTIME_DIR=/tmp/of-ann " + container
                + " jupyter lab --port 8890");
        FoundServer server = box().await(container, State.READY);
        assertEquals(8890, server.info().port());
        assertEquals(Way.RELAY, server.route().way());
        assertEquals(200, ask(server, "GET", "api/status").status());
        box().servers(container);
        long asked = statusQuestions(container);
        box().servers(container);
        assertEquals(asked, statusQuestions(container), "no program starts over there for each look of a watcher");
        box().jupyter().stop(server, step -> {});
        assertEquals(List.of("sleep infinity"), box().commands(container));
    }

    @Test
    void aServerThatIsTheContainersFirstProcessTakesItAlong() throws Exception {
        String container = box().container("", LAB, "jupyter lab --allow-root --ip 0.0.0.0");
        FoundServer server = box().await(container, State.READY);
        assertEquals(1, server.serverPid());
        Problem elsewhere = assertThrows(
                        ProblemException.class, () -> box().jupyter().log(container, 8888, 10))
                .problem();
        assertTrue(elsewhere.sentence().contains("docker logs " + container), elsewhere.sentence());
        box().jupyter().stop(server, step -> {});
        assertEquals("false\n", box().run("docker inspect -f '{{.State.Running}}' " + container));
    }

    @Test
    void aTakenPortIsNamedWithItsHolderAndAFreeOne() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        start(in(container, 8888));
        Problem problem = refusal(in(container, 8888));
        assertEquals(Code.REMOTE_PORT_IN_USE, problem.code());
        assertEquals("8889", problem.suggestion());
        assertTrue(problem.message().contains("JupyterLab"), problem.message());
        assertEquals(8889, box().plan(container, null).port());
    }

    @Test
    void whatCanNotRunJupyterSaysSo() throws Exception {
        String plain = box().container("", "lab/busybox:1.35", "sleep infinity");
        Problem none = refusal(in(plain));
        assertEquals(Code.NO_JUPYTER, none.code());
        assertTrue(none.sentence().contains(plain) && none.sentence().contains("lab/busybox:1.35"), none.sentence());
        assertTrue(none.sentence().contains("pip install jupyterlab"), none.sentence());
        box().run("docker kill " + plain);
        assertEquals(Code.CONTAINER_NOT_RUNNING, refusal(in(plain)).code());
        assertEquals(Code.CONTAINER_NOT_FOUND, refusal(in("jup-there-is-none")).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ServerApp.port=abc", "--ServerApp.contents_manager_class=no.such"})
    void aServerThatDiesShowsTheLastItSaid(String option) throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        Queue<Progress> steps = new ConcurrentLinkedQueue<>();
        Problem problem = assertThrows(
                        ProblemException.class,
                        () -> box().jupyter().start(in(container, 8888, option), port -> {}, steps::add))
                .problem();
        assertEquals(Code.JUPYTER_DIED, problem.code());
        assertTrue(problem.message().contains("config") || problem.message().contains("no.such"), problem.message());
        assertTrue(steps.stream().anyMatch(step -> step.state() == StepState.FAILED && step.detail() != null));
        assertFalse(box().jupyter().log(container, 8888, 20).isEmpty(), "its log can still be read");
        assertEquals(8888, start(in(container, 8888)).info().port(), "and the next start has its port");
    }

    @Test
    void aDirectoryThatIsNotThereIsRefused() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        Problem problem = refusal(new StartOrder(container, null, "/no/such", List.of(), List.of(), List.of()));
        assertTrue(problem.message().contains("/no/such"), problem.message());
        Reply.JupyterPlan plan = box().plan(container, "~");
        assertEquals("/root", plan.directory());
        assertTrue(plan.command().contains("jupyter-lab"), plan.command());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/conda/bin",
                "/opt/conda/envs/ml/bin",
                "/root/miniforge3/envs/ml/bin",
                "/root/.pyenv/shims",
                "/root/.local/bin",
                "/srv/.venv/bin"
            })
    void environmentsThatNoPathNamesAreFound(String place) throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        box().run("docker exec " + container + " sh -c 'mkdir -p " + place + " && mv /usr/bin/jupyter-lab " + place
                + "'");
        Reply.JupyterPlan plan = box().plan(container, "/srv");
        assertEquals("4.0.11", plan.version());
        assertTrue(plan.command().startsWith("'" + place + "/jupyter-lab' "), plan.command());
    }

    @Test
    void gpusEnvironmentAndArgumentsReachTheServer() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        FoundServer server = start(new StartOrder(
                container,
                null,
                "/srv",
                List.of("0", "2"),
                List.of("NOTE=it's $HOME; a \"b\""),
                List.of("--ServerApp.quit_button=False")));
        String environment = box().run("docker exec " + container + " sh -c 'tr \"\\0\" \"\\n\" </proc/"
                + server.serverPid() + "/environ; cat /proc/" + server.serverPid() + "/cmdline'");
        assertTrue(environment.contains("CUDA_VISIBLE_DEVICES=0,2\n"), environment);
        assertTrue(environment.contains("NOTE=it's $HOME; a \"b\"\n"), environment);
        assertTrue(environment.contains("quit_button=False"), environment);
        assertEquals("/srv", server.info().root());
    }

    @Test
    void anInterruptedStartLeavesNothingBehind() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        CompletableFuture<@Nullable Problem> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            Thread starter = Thread.currentThread();
            try {
                box().jupyter().start(in(container), port -> {}, step -> {
                    if (step.step().equals("file")) {
                        starter.interrupt();
                    }
                });
                end.complete(null);
            } catch (ProblemException stopped) {
                end.complete(stopped.problem());
            }
        });
        Problem told = Objects.requireNonNull(end.get(90, TimeUnit.SECONDS));
        assertEquals(Code.INTERRUPTED, told.code());
        assertTrue(told.message().contains("what it had begun is stopped"), told.message());
        assertEquals(List.of("sleep infinity"), box().commands(container));
        assertEquals("", box().run("docker exec " + container + " ls /tmp/berth-0"));
    }

    @Test
    void aContainerThatStopsMeanwhileIsNamed() throws Exception {
        String container = box().container("", LAB, "sleep infinity");
        Problem problem = assertThrows(
                        ProblemException.class,
                        () -> box().jupyter().start(in(container), port -> {}, step -> {
                            if (step.step().equals("file") && step.state() == StepState.RUNNING) {
                                box().run("docker kill " + container);
                            }
                        }))
                .problem();
        assertEquals(Code.CONTAINER_NOT_RUNNING, problem.code());
    }

    @Test
    void aHostWithoutJupyterHasNoneOfItsOwn() throws Exception {
        List<FoundServer> all = box().jupyter().find(box().containers(), true);
        assertTrue(all.stream().allMatch(server -> server.info().container() != null), all.toString());
        assertEquals(
                Code.NO_JUPYTER,
                refusal(new StartOrder(null, null, null, List.of(), List.of(), List.of()))
                        .code());
    }
}
