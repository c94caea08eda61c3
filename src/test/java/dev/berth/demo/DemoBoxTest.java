package dev.berth.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.ContainerChange;
import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.DockerEngine;
import dev.berth.gpu.NvidiaSmi;
import dev.berth.http.HttpExchange;
import dev.berth.http.HttpReply;
import dev.berth.http.HttpRequest;
import dev.berth.jupyter.FoundServer;
import dev.berth.jupyter.Jupyter;
import dev.berth.jupyter.StartOrder;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.Output;
import dev.berth.link.RemotePty;
import dev.berth.route.PortLook;
import dev.berth.route.Routes;
import dev.berth.ssh.Destination;
import dev.berth.ssh.SshConfiguration;
import dev.berth.ssh.SshjDialer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo by Berth's own rooms, over SSH, as the program itself takes it. */
class DemoBoxTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static DemoBox box;
    private static Link gpu;
    private static Link cpu;

    @BeforeAll
    static void open() throws Exception {
        box = DemoBox.start();
        gpu = dial(box, "demo-gpu");
        cpu = dial(box, "demo-cpu");
    }

    @AfterAll
    static void close() {
        cpu.close();
        gpu.close();
        box.close();
    }

    private static Link dial(DemoBox demo, String alias) throws Exception {
        Destination destination = new SshConfiguration(demo.sshConfig()).resolve(alias, System.getenv());
        return SshjDialer.dial(destination, System.getenv(), new NobodyAsks(), CommandJournal.NONE);
    }

    private static Path directory(DemoBox demo) {
        return Objects.requireNonNull(demo.sshConfig().getParent());
    }

    private static DockerEngine docker(String host, Link link) throws ProblemException {
        return DockerEngine.connect(host, link, CommandJournal.NONE);
    }

    @Test
    void itsHostsAreListedAndMarkedAsDemo() {
        assertEquals(
                List.of("demo-gpu", "demo-cpu"),
                List.copyOf(new SshConfiguration(box.sshConfig()).listed().keySet()));
    }

    @Test
    void itsKeysAreForTheirOwnerAlone() throws IOException {
        Path directory = directory(box);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("id"))));
    }

    @Test
    void itsPortsAreTold() throws Exception {
        try (DockerEngine docker = docker("demo-gpu", gpu)) {
            PortLook look = new PortLook("demo-gpu", gpu, CommandJournal.NONE);
            Reply.Ports ports = look.everywhere(docker.containers(false, false, List.of(), false), null);
            assertTrue(ports.untold().isEmpty(), ports::toString);
            assertTrue(
                    ports.ports().stream().anyMatch(port -> "web".equals(port.container()) && port.port() == 80),
                    ports::toString);
            assertTrue(look.of(docker, docker.inspect("web")).stream().anyMatch(port -> port.port() == 80));
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        DemoBox other = DemoBox.start();
        Path directory = directory(other);
        Link link = dial(other, "demo-cpu");
        other.close();
        assertFalse(Files.exists(directory));
        link.gone().get(10, TimeUnit.SECONDS);
    }

    @Test
    void knowsAFewWordsAndRefusesAllOthers() throws IOException {
        assertEquals("demo-gpu\n", gpu.run(Command.of("hostname"), SOON).out());
        assertTrue(gpu.run(Command.of("nvidia-smi"), SOON).out().contains("Berth Demo GPU"));
        Output refused = gpu.run(Command.of("touch", "/tmp/demo-was-here"), SOON);
        assertEquals(127, refused.exit());
        assertEquals("demo: command not known\n", refused.err());
    }

    @Test
    void aShellIsAPromptForThoseWords() throws IOException {
        try (RemotePty shell = gpu.pty(null, "xterm", 80, 24)) {
            shell.stdin().write("whoami\r\u0004".getBytes(StandardCharsets.UTF_8));
            String screen = new String(shell.stdout().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(screen.contains("demo@demo-gpu:~$ whoami\r\ndemo\r\n"), screen);
            assertEquals(0, shell.await(SOON));
        }
    }

    @Test
    void listsItsContainers() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            List<Container> all = docker.containers(true, true, List.of(), false);
            assertEquals(
                    List.of("train", "notebook", "research", "web", "finished"),
                    all.stream().map(Container::name).toList());
            assertTrue(all.stream().allMatch(row -> row.image().startsWith("demo/")));
            Container train = all.getFirst();
            assertNotNull(train.gpus());
            assertEquals(List.of("0", "1"), train.gpus().devices());
            assertEquals(9999, train.ports().getFirst().hostPort());
            assertEquals(4, docker.containers(false, false, List.of(), false).size());
            assertEquals(
                    1,
                    docker.containers(false, false, List.of("status=exited"), false)
                            .size());
        }
    }

    @Test
    void tellsWhenAContainerStartsAndStops() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Docker docker = docker("demo-cpu", cpu)) {
            AutoCloseable events =
                    docker.events(event -> seen.add(event.action() + " " + event.name()), ended -> seen.add("ended"));
            awaitFollowed(seen);
            post(cpu, "/containers/database/stop");
            assertEquals("die database", next(seen));
            assertEquals("stop database", next(seen));
            post(cpu, "/containers/database/start");
            assertEquals("start database", next(seen));
            events.close();
            assertEquals("ended", next(seen));
        }
    }

    /** The engine is asked on a thread of its own: what happens before that is not told. */
    private static void awaitFollowed(BlockingQueue<String> seen) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        String last = null;
        while (last == null) {
            assertTrue(System.nanoTime() < end, "no event came");
            post(cpu, "/containers/notes/stop");
            post(cpu, "/containers/notes/start");
            last = seen.poll(100, TimeUnit.MILLISECONDS);
        }
    }

    /** The next event that is not of {@link #awaitFollowed}'s making. */
    private static @Nullable String next(BlockingQueue<String> seen) throws InterruptedException {
        String event;
        do {
            event = seen.poll(10, TimeUnit.SECONDS);
        } while (event != null && event.endsWith(" notes"));
        return event;
    }

    private static void post(Link link, String path) throws IOException {
        HttpReply reply = HttpExchange.send(
                link.unix("/var/run/docker.sock"),
                new HttpRequest("POST", path, Map.of("Host", "d"), new byte[0]),
                SOON,
                1 << 16);
        assertEquals(204, reply.status());
    }

    @Test
    void logIsFollowedUntilItsContainerEnds() throws Exception {
        Request.LogPart part = new Request.LogPart(true, 1, null, null, false);
        try (Docker docker = docker("demo-cpu", cpu);
                Docker.Log log = docker.logs("database", part)) {
            String line = "this is the log of database in Berth's demo\n";
            assertEquals(line, new String(log.stdout().readNBytes(line.length()), StandardCharsets.UTF_8));
            docker.change("database", new ContainerChange.Stop(null));
            assertEquals(-1, log.stdout().read());
            docker.change("database", new ContainerChange.Start());
        }
    }

    @Test
    void runsKnownWordsInContainers() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            Output output = docker.exec("train", ContainerCommand.of(List.of("whoami")), new byte[0], SOON, 1 << 16);
            assertEquals("root\n", output.out());
            assertEquals(0, output.exit());
            Output unknown =
                    docker.exec("train", ContainerCommand.of(List.of("rm", "-rf", "/")), new byte[0], SOON, 1 << 16);
            assertEquals(127, unknown.exit());
            assertFalse(docker.processes("train").isEmpty());
        }
    }

    @Test
    void readsFourCardsAndWhoUsesThem() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            Map<String, String> names = names(docker);
            List<Gpu> cards = new NvidiaSmi("demo-gpu", gpu, FreeGpu.DEFAULT, CommandJournal.NONE).read(names::get);
            assertEquals(4, cards.size());
            assertEquals(true, cards.get(3).free());
            assertEquals(false, cards.get(0).free());
            GpuProcess training = cards.get(0).processes().getFirst();
            assertEquals("train", training.container());
            assertEquals("root", training.user());
            assertEquals("research", cards.get(2).processes().getFirst().container());
        }
    }

    private static Map<String, String> names(Docker docker) throws ProblemException {
        return docker.containers(true, false, List.of(), false).stream()
                .collect(Collectors.toMap(Container::id, Container::name));
    }

    @Test
    void cardsComeAsAStream() throws Exception {
        BlockingQueue<List<Gpu>> readings = new LinkedBlockingQueue<>();
        BlockingQueue<String> end = new LinkedBlockingQueue<>();
        AutoCloseable stream = new NvidiaSmi("demo-gpu", gpu, FreeGpu.DEFAULT, CommandJournal.NONE)
                .stream(
                        Duration.ofSeconds(2),
                        id -> null,
                        readings::add,
                        problem -> end.add(problem == null ? "closed" : problem.message()));
        List<Gpu> first = readings.poll(10, TimeUnit.SECONDS);
        stream.close();
        assertNotNull(first);
        assertEquals(4, first.size());
        assertEquals("closed", end.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void aBoxWithoutCardsSaysSo() {
        NvidiaSmi smi = new NvidiaSmi("demo-cpu", cpu, FreeGpu.DEFAULT, CommandJournal.NONE);
        assertThrows(ProblemException.class, () -> smi.read(id -> null));
    }

    @Test
    void findsTheJupyterThatRunsAndItsKernels() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            Jupyter jupyter = new Jupyter("demo-gpu", gpu, docker, CommandJournal.NONE);
            List<Container> all = docker.containers(true, false, List.of(), false);
            FoundServer found = jupyter.find(all, false).stream()
                    .filter(server -> "research".equals(server.info().container()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(JupyterServer.State.READY, found.info().state());
            assertEquals(8888, found.info().port());
            assertFalse(found.info().ours());
            assertEquals(
                    List.of("attention.ipynb", "plots/loss.ipynb"),
                    found.info().kernels().stream()
                            .map(JupyterServer.Kernel::notebook)
                            .toList());
        }
    }

    @Test
    void startsJupyterInAContainerAndStopsIt() throws Exception {
        try (Docker docker = docker("demo-cpu", cpu)) {
            Jupyter jupyter = new Jupyter("demo-cpu", cpu, docker, CommandJournal.NONE);
            FoundServer started = jupyter.start(order("notes", null), port -> {}, progress -> {});
            assertEquals(JupyterServer.State.READY, started.info().state());
            assertEquals("/demo-cpu-notes-8888/", started.basePath());
            assertEquals(Way.PUBLISHED, started.route().way());
            assertEquals(403, get(started, "api/status", Map.of()).status());
            HttpReply page = get(started, "lab?token=" + started.token().reveal(), Map.of());
            assertTrue(page.text().contains("This is Berth's demo, no real notebook."), page.text());

            List<Container> all = docker.containers(true, false, List.of(), false);
            List<FoundServer> found = jupyter.find(all, false);
            assertTrue(found.getFirst().info().ours());
            jupyter.stop(found.getFirst(), progress -> {});
            assertTrue(jupyter.find(all, false).isEmpty());
        }
    }

    private static StartOrder order(@Nullable String container, @Nullable Integer port) {
        return new StartOrder(container, port, null, List.of(), List.of(), List.of());
    }

    private static HttpReply get(FoundServer server, String path, Map<String, String> headers) throws IOException {
        return HttpExchange.send(
                server.route().open(), HttpRequest.get(server.basePath() + path, headers), SOON, 1 << 16);
    }

    @Test
    void startsJupyterWithoutAPublishedPortAndOnTheHostItself() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            Jupyter jupyter = new Jupyter("demo-gpu", gpu, docker, CommandJournal.NONE);
            FoundServer inContainer = jupyter.start(order("notebook", 8890), port -> {}, progress -> {});
            assertEquals(Way.ADDRESS, inContainer.route().way());
            FoundServer onHost = jupyter.start(order(null, null), port -> {}, progress -> {});
            assertNull(onHost.info().container());
            assertEquals(200, get(onHost, "api", Map.of()).status());
            jupyter.stop(inContainer, progress -> {});
            jupyter.stop(onHost, progress -> {});
        }
    }

    @Test
    void aContainerWithoutJupyterAndAPortTakenAreProblems() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            Jupyter jupyter = new Jupyter("demo-gpu", gpu, docker, CommandJournal.NONE);
            assertEquals(Code.NO_JUPYTER, code(jupyter, order("web", null)));
            assertEquals(Code.REMOTE_PORT_IN_USE, code(jupyter, order("research", 8888)));
            assertEquals(Code.CONTAINER_NOT_RUNNING, code(jupyter, order("finished", null)));
        }
    }

    private static Code code(Jupyter jupyter, StartOrder order) {
        return assertThrows(ProblemException.class, () -> jupyter.start(order, port -> {}, progress -> {}))
                .problem()
                .code();
    }

    @Test
    void streamsLeadOnlyIntoTheBox() throws Exception {
        try (Docker docker = docker("demo-gpu", gpu)) {
            HttpReply page = HttpExchange.send(
                    Routes.toContainer("demo-gpu", gpu, docker, "web", 80).open(),
                    HttpRequest.get("/", Map.of()),
                    SOON,
                    1 << 16);
            assertTrue(page.text().contains("Berth demo"));
        }
        int real = Integer.parseInt(Files.readString(box.sshConfig()).replaceFirst("(?s).*?Port ([0-9]+).*", "$1"));
        assertThrows(OpenRefusedException.class, () -> gpu.tcp("127.0.0.1", real));
        assertThrows(OpenRefusedException.class, () -> gpu.unix("/run/some.sock"));
    }
}
