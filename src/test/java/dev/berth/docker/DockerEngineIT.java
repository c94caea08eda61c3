package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.Container.GpuGrant;
import dev.berth.api.Container.PortMapping;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.Docker.ContainerDetails;
import dev.berth.docker.Docker.ContainerEvent;
import dev.berth.lab.Lab;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.LabLinks;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the real engines of the lab. Containers of its own are named {@code it-docker-…} and removed. */
class DockerEngineIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String OWN = "it-docker-" + ProcessHandle.current().pid();
    private static final String IMAGE = "lab/jupyterlab:4.0";

    private static Link link;
    private static DockerEngine docker;
    private static final List<String> JOURNAL = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void connect() throws Exception {
        Lab.assumeUp();
        link = LabLinks.dial("gpu1");
        docker = DockerEngine.connect(
                "gpu1", link, (text, exit, took, poll) -> JOURNAL.add(text + " " + exit + (poll ? " poll" : "")));
        box("docker run -d --rm --name " + OWN + " " + IMAGE + " sleep infinity");
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (link != null) {
            box("docker rm -f " + OWN);
            docker.close();
            link.close();
        }
    }

    private static String box(String line) throws IOException {
        return link.run(Command.script(line), LONG).out();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain for " + what);
            Thread.sleep(20);
        }
    }

    private static Container listed(String name) throws ProblemException {
        return docker.containers(true, false, List.of(), true).stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Output run(String container, String... argv) throws ProblemException {
        return docker.exec(container, ContainerCommand.of(List.of(argv)), new byte[0], LONG, 1 << 20);
    }

    @Test
    void tellsTheEnginesVersion() {
        assertTrue(docker.version().matches("[0-9]+\\.[0-9]+\\.[0-9]+.*"), docker.version());
    }

    @Test
    void listsContainersInAllStatesWithPortsAndGpus() throws ProblemException {
        Container published = listed("cont1");
        assertEquals(List.of(new PortMapping("0.0.0.0", 9999, 9999, "tcp")), published.ports());
        assertEquals(new GpuGrant(true, null, List.of()), published.gpus());
        assertEquals("bridge", published.network());
        assertTrue(published.running());
        assertEquals(
                new GpuGrant(false, null, List.of("0", "2")), listed("train").gpus());
        assertEquals(
                List.of(new PortMapping("127.0.0.1", 8889, 8888, "tcp")),
                listed("old").ports());
        assertEquals("host", listed("hostnet").network());
        assertEquals("exited", listed("stopped").state());
        assertNull(listed("plain").gpus());
        assertTrue(JOURNAL.contains("GET /containers/json 200 poll"));
    }

    @Test
    void appliesFiltersAsDockerDoes() throws ProblemException {
        List<Container> exited = docker.containers(false, true, List.of("status=exited", "name=stopped"), false);
        assertEquals(List.of("stopped"), exited.stream().map(Container::name).toList());
        assertNotNull(exited.getFirst().size());
        ProblemException wrong =
                assertThrows(ProblemException.class, () -> docker.containers(true, false, List.of("nosuch=1"), false));
        assertEquals(Code.USAGE, wrong.problem().code());
    }

    @Test
    void findsAContainerByNameAndByTheStartOfItsId() throws ProblemException {
        ContainerDetails byName = docker.inspect("cont1");
        assertTrue(byName.running());
        assertTrue(byName.pid() > 0);
        assertEquals(1, byName.addresses().size());
        assertEquals(byName, docker.inspect(byName.id().substring(0, 12)));
        assertEquals("/cont1".substring(1), byName.name());
    }

    @Test
    void anUnknownNameIsToldWithANearOne() {
        Problem problem = assertThrows(ProblemException.class, () -> docker.inspect("conte1"))
                .problem();
        assertEquals(Code.CONTAINER_NOT_FOUND, problem.code());
        assertEquals("There is no container conte1 on gpu1.", problem.message());
        assertTrue(String.valueOf(problem.next()).contains("cont1"), problem.toString());
    }

    @Test
    void aSharedStartOfIdsIsAmbiguous() throws Exception {
        // 17 ids share a first digit for certain
        StringBuilder create = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            create.append("docker create --name ")
                    .append(OWN)
                    .append("-a")
                    .append(i)
                    .append(" lab/busybox:1.35 true;");
        }
        box(create.toString());
        try {
            List<Container> all = docker.containers(true, false, List.of(), false);
            String shared = all.stream()
                    .map(row -> row.id().substring(0, 1))
                    .filter(digit -> all.stream()
                                            .filter(row -> row.id().startsWith(digit))
                                            .count()
                                    > 1
                            && all.stream().noneMatch(row -> row.name().equals(digit)))
                    .findFirst()
                    .orElseThrow();
            Problem problem = assertThrows(ProblemException.class, () -> docker.inspect(shared))
                    .problem();
            assertEquals(Code.AMBIGUOUS, problem.code(), problem.toString());
        } finally {
            box("docker rm $(docker ps -aq --filter name=" + OWN + "-a)");
        }
    }

    @Test
    void runsACommandWithItsInputAndExitCode() throws ProblemException {
        byte[] input = "hello\n".getBytes(StandardCharsets.UTF_8);
        ContainerCommand command = new ContainerCommand(
                List.of("sh", "-c", "tr a-z A-Z; echo $PWD $WORD >&2; exit 5"), null, List.of("WORD=w"), "/tmp");
        Output output = docker.exec(OWN, command, input, LONG, 1 << 20);
        assertEquals(5, output.exit());
        assertEquals("HELLO\n", output.out());
        assertEquals("/tmp w\n", output.err());
    }

    @Test
    void carriesALotOfOutputWhole() throws ProblemException {
        Output output = docker.exec(
                OWN,
                ContainerCommand.of(List.of("sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x")),
                new byte[0],
                LONG,
                20_000_001);
        assertEquals(20_000_000, output.stdout().length);
        assertFalse(output.truncated());
    }

    @Test
    void aMissingExecutableIsToldAsAShellWould() throws ProblemException {
        Output output = run(OWN, "no-such-program");
        assertEquals(127, output.exit());
        assertEquals("", output.out());
        assertEquals("no-such-program: not found in the container\n", output.err());
    }

    @Test
    void aDetachedCommandThatCantStartIsAProblem() {
        Problem problem = assertThrows(
                        ProblemException.class,
                        () -> docker.execDetached(OWN, ContainerCommand.of(List.of("no-such-program"))))
                .problem();
        assertEquals(
                "Container " + OWN + " on gpu1 can't run no-such-program: not found in the container.",
                problem.message());
    }

    @Test
    void aDetachedCommandOutlivesItsStart() throws Exception {
        docker.execDetached(OWN, ContainerCommand.of(List.of("sleep", "4711")));
        await("the sleeper", () -> sleeping("4711"));
        run(OWN, "pkill", "-f", "sleep 4711");
    }

    private static boolean sleeping(String seconds) {
        try {
            return docker.processes(OWN).stream()
                    .anyMatch(row -> row.commandLine().equals("sleep " + seconds));
        } catch (ProblemException failure) {
            return false;
        }
    }

    @Test
    void anOpenCommandReadsUntilItsInputEnds() throws Exception {
        try (RemoteCommand cat = docker.execStream(OWN, ContainerCommand.of(List.of("cat")))) {
            OutputStream stdin = cat.stdin();
            stdin.write("one\n".getBytes(StandardCharsets.UTF_8));
            assertEquals("one\n", new String(cat.stdout().readNBytes(4), StandardCharsets.UTF_8));
            stdin.close();
            assertEquals(-1, cat.stdout().read());
            assertEquals(0, cat.await(LONG));
        }
    }

    @Test
    void closingAnOpenCommandEndsItInTheContainer() throws Exception {
        RemoteCommand sleeper = docker.execStream(OWN, ContainerCommand.of(List.of("sleep", "4242")));
        await("the sleeper", () -> sleeping("4242"));
        sleeper.close();
        await("its end", () -> !sleeping("4242"));
    }

    @Test
    void aCommandThatTakesTooLongIsEndedAndTold() throws Exception {
        ProblemException late = assertThrows(
                ProblemException.class,
                () -> docker.exec(
                        OWN, ContainerCommand.of(List.of("sleep", "4343")), new byte[0], Duration.ofSeconds(1), 1000));
        assertEquals(Code.TIMEOUT, late.problem().code());
        await("its end", () -> !sleeping("4343"));
    }

    @Test
    void aStoppedContainerRunsNothing() {
        Problem problem = assertThrows(ProblemException.class, () -> run("stopped", "true"))
                .problem();
        assertEquals(Code.CONTAINER_NOT_RUNNING, problem.code());
        assertEquals("berth start gpu1 stopped starts it.", problem.next());
        assertEquals(
                Code.CONTAINER_NOT_RUNNING,
                assertThrows(ProblemException.class, () -> docker.processes("stopped"))
                        .problem()
                        .code());
        assertEquals(
                Code.CONTAINER_NOT_FOUND,
                assertThrows(ProblemException.class, () -> run("nobody", "true"))
                        .problem()
                        .code());
    }

    @Test
    void aPausedContainerIsToldHowToGoOn() throws Exception {
        String name = OWN + "-paused";
        box("docker run -d --rm --name " + name + " lab/busybox:1.35 sleep infinity && docker pause " + name);
        try {
            Problem problem = assertThrows(ProblemException.class, () -> run(name, "true"))
                    .problem();
            assertEquals("berth unpause gpu1 " + name + " lets it go on.", problem.next());
        } finally {
            box("docker unpause " + name + "; docker rm -f " + name);
        }
    }

    @Test
    void tellsEventsUntilClosed() throws Exception {
        BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        AutoCloseable stream = docker.events(events::add, problem -> ends.add(String.valueOf(problem)));
        String name = OWN + "-event";
        await("an event", () -> made(name, events));
        stream.close();
        assertEquals("null", ends.poll(90, TimeUnit.SECONDS));
        stream.close();
        assertNull(ends.poll());
    }

    /** The stream may begin a moment after it was asked for: until it has, another container is made. */
    private static boolean made(String name, BlockingQueue<ContainerEvent> events) {
        try {
            box("docker create --name " + name + " lab/busybox:1.35 true && docker rm " + name);
            ContainerEvent event = events.poll(200, TimeUnit.MILLISECONDS);
            return event != null && name.equals(event.name());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void worksThroughDialStdioAndKeepsItsConnections() throws Exception {
        try (Link refusing = new NoSockets(LabLinks.dial("gpu1"));
                DockerEngine engine = DockerEngine.connect("gpu1", refusing, CommandJournal.NONE)) {
            for (int i = 0; i < 20; i++) {
                assertFalse(engine.containers(true, false, List.of(), false).isEmpty());
            }
            byte[] input = "half-close".getBytes(StandardCharsets.UTF_8);
            Output output = engine.exec(OWN, ContainerCommand.of(List.of("cat")), input, LONG, 1000);
            assertEquals("half-close", output.out());
            assertEquals(0, output.exit());
        }
    }

    @Test
    void aUserOutsideTheGroupIsToldHowToGetIn() throws Exception {
        try (Link denied = LabLinks.dial("gpu1-denied")) {
            Problem problem = assertThrows(
                            ProblemException.class, () -> DockerEngine.connect("gpu1", denied, CommandJournal.NONE))
                    .problem();
            assertEquals(Code.DOCKER_DENIED, problem.code());
            assertTrue(problem.sentence().contains("sudo usermod -aG docker nodocker"), problem.sentence());
        }
    }

    @Test
    void aBoxWithoutDockerIsToldAsSuch() throws Exception {
        try (Link bare = LabLinks.dial("bare")) {
            Problem problem = assertThrows(
                            ProblemException.class, () -> DockerEngine.connect("bare", bare, CommandJournal.NONE))
                    .problem();
            assertEquals(Code.DOCKER_MISSING, problem.code());
            assertEquals("Docker isn't installed on bare.", problem.message());
        }
    }

    /** A host whose sshd forwards no sockets. */
    private static final class NoSockets extends ForwardingLink {
        NoSockets(Link link) {
            super(link);
        }

        @Override
        public ByteStream unix(String path) throws IOException {
            throw refused();
        }
    }
}
