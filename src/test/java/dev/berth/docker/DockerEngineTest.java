package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Volume;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.Docker.ContainerEvent;
import dev.berth.link.CommandJournal;
import dev.berth.link.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DockerEngineTest {
    /** Two connections may wait for the next request. */
    private static final int KEPT = 2;

    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeEngine fake = new FakeEngine("1.41");

    private DockerEngine connect() throws ProblemException {
        return DockerEngine.connect("box", fake, CommandJournal.NONE);
    }

    private Problem listProblem() {
        return assertThrows(ProblemException.class, () -> connect().containers(true, false, List.of(), true))
                .problem();
    }

    @Test
    void speaksTheOldersVersion() throws ProblemException {
        fake.answer("GET /containers/json", 200, "[]");
        connect().containers(false, false, List.of(), true);
        assertTrue(fake.calls.getLast().startsWith("GET /v1.41/containers/json"), fake.calls.toString());
        FakeEngine newer = new FakeEngine("1.52").answer("GET /containers/json", 200, "[]");
        DockerEngine.connect("box", newer, CommandJournal.NONE).containers(false, false, List.of(), true);
        assertTrue(newer.calls.getLast().startsWith("GET /v1.44/containers/json"), newer.calls.toString());
    }

    /** Docker 29 speaks 1.44 and newer, and tells less: images without VirtualSize, events without id and status. */
    @Test
    void docker29IsSpokenWithByWhatItStillKnows() throws Exception {
        FakeEngine engine = new FakeEngine("1.52");
        engine.oldest = 44;
        engine.answers.put(
                "GET /_ping",
                "HTTP/1.1 200 OK\r\nApi-Version: 1.52\r\nServer: Docker/29.0.0 (linux)\r\nContent-Length: 2\r\n\r\nOK");
        engine.answer("GET /containers/json", 200, """
                [{"Id":"aa","Names":["/x"],"Image":"im:1","ImageID":"sha256:cc","ImageManifestDescriptor":{},"Command":"sleep",
                "Created":1760000000,"Ports":[{"IP":"::","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":{},
                "State":"running","Status":"Up 2 minutes","HostConfig":{"NetworkMode":"bridge"},"Health":{"Status":"none"},
                "NetworkSettings":{"Networks":{"bridge":{"IPAddress":"172.17.0.2","GwPriority":0}}},"Mounts":[
                {"Type":"bind","Source":"/home","Destination":"/h","Mode":"","RW":true,"Propagation":"rprivate"},
                {"Type":"volume","Name":"data","Source":"/m","Destination":"/d","Driver":"local","Mode":"z","RW":true}]}]""");
        engine.answer("GET /volumes", 200, """
                {"Volumes":[{"CreatedAt":"2026-01-02T03:04:05+01:00","Driver":"local","Labels":null,"Mountpoint":"/m",
                "Name":"data","Options":null,"Scope":"local","Status":{"new":true}},
                {"Driver":"nfs","Mountpoint":"","Name":"rest"}],"Warnings":null}""");
        engine.answer("GET /containers/aa/json", 200, """
                {"Id":"aa","Name":"/x","State":{"Status":"running","Running":true,"Pid":7},"Storage":{"RootFS":{}},
                "HostConfig":{"NetworkMode":"bridge","DeviceRequests":[{"Driver":"cdi","DeviceIDs":["nvidia.com/gpu=0"]}]},
                "Config":{"Image":"im:1"},"NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"::","HostPort":"8080"}]},
                "Networks":{"bridge":{"IPAddress":"172.17.0.2","GlobalIPv6Address":""}}}}""");
        engine.answer("GET /images/json", 200, """
                [{"Id":"sha256:cc","RepoTags":["im:1"],"Created":1760000000,"Size":4000000,"SharedSize":-1,"Containers":-1,
                "Descriptor":{"digest":"sha256:cc"}},{"Id":"sha256:dd","RepoTags":[],"Created":0,"Size":1}]""");
        DockerEngine docker = DockerEngine.connect("box", engine, CommandJournal.NONE);
        assertEquals("29.0.0", docker.version());
        Container row = docker.containers(true, false, List.of(), true).getFirst();
        assertEquals("running", row.state());
        assertEquals(8080, row.ports().getFirst().hostPort());
        assertEquals(List.of("172.17.0.2"), docker.inspect("aa").addresses());
        assertEquals(List.of("im:1"), docker.images().getFirst().tags());
        assertEquals(4_000_000, docker.images().getFirst().size());
        assertEquals(
                List.of(
                        new Volume("box", "data", "local", Instant.parse("2026-01-02T02:04:05Z"), "/m", List.of("x")),
                        new Volume("box", "rest", "nfs", null, "", List.of())),
                docker.volumes());
        assertTrue(
                engine.calls.stream().skip(1).allMatch(call -> call.contains(" /v1.44/")),
                () -> engine.calls.toString());
    }

    @Test
    void anEngineThatOnlySudoMayAskIsDialledSo() throws ProblemException {
        fake.commands.put("berth-engine", """
                berth-engine user ann
                berth-engine groups ann
                berth-engine installed
                berth-engine socket denied docker /var/run/docker.sock
                berth-engine sudo
                """);
        fake.commands.put(
                "sudo -n docker system dial-stdio",
                "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\nContent-Length: 2\r\n\r\nOK");
        assertEquals("20.10.24", connect().version());
    }

    @Test
    void podmanIsToldAsSuch() throws ProblemException {
        fake.answers.put(
                "GET /_ping",
                "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Libpod/4.3.1 (linux)\r\nContent-Length: 0\r\n\r\n");
        assertEquals("4.3.1 (Podman)", connect().version());
    }

    @Test
    void whatIsNoEngineIsRefused() {
        fake.answers.put("GET /_ping", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        Problem problem = assertThrows(ProblemException.class, this::connect).problem();
        assertEquals(Code.DOCKER_UNREACHABLE, problem.code());
        assertEquals(
                "What answers at the engine's socket on box is not a Docker engine (HTTP 200).", problem.message());
        assertTrue(fake.open.size() <= KEPT, "connections left open");
    }

    @Test
    void aContainerWithFewFieldsIsStillARow() throws ProblemException {
        fake.answer("GET /containers/json", 200, "[{\"Id\":\"0123456789abcdef\",\"Unknown\":{}}]");
        fake.answer("GET /containers/0123456789abcdef/json", 200, "{}");
        Container row = connect().containers(true, false, List.of(), true).getFirst();
        assertEquals("0123456789ab", row.name());
        assertEquals(List.of(), row.ports());
        assertNull(row.gpus());
    }

    @Test
    void eachContainerIsInspectedOnceForItsGpus() throws ProblemException {
        fake.answer(
                "GET /containers/json",
                200,
                "[{\"Id\":\"aa\",\"Names\":[\"/x\"]},{\"Id\":\"gone\",\"Names\":[\"/y\"]}]");
        fake.answer("GET /containers/aa/json", 200, """
                {"Id":"aa","HostConfig":{"DeviceRequests":[{"Count":2,"Capabilities":[["gpu"]]}]}}""");
        fake.answer("GET /containers/gone/json", 404, "{\"message\":\"No such container: gone\"}");
        DockerEngine docker = connect();
        for (int i = 0; i < 3; i++) {
            List<Container> rows = docker.containers(true, false, List.of(), true);
            assertEquals(
                    new Container.GpuGrant(false, 2, List.of()), rows.getFirst().gpus());
            assertNull(rows.get(1).gpus());
        }
        assertEquals(
                1, fake.calls.stream().filter(call -> call.contains("/aa/json")).count());
    }

    @Test
    void answersThatCantBeReadAreProblems() {
        fake.answer("GET /containers/json", 200, "<html>");
        assertEquals(
                "Docker on box gave an answer that can't be read.",
                listProblem().message());
        fake.answer("GET /containers/json", 200, "{\"an\":\"object\"}");
        assertEquals(Code.COMMAND_FAILED, listProblem().code());
        fake.answers.put("GET /containers/json", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[");
        assertEquals(Code.COMMAND_FAILED, listProblem().code());
        fake.answers.put("GET /containers/json", "garbage\r\n\r\n");
        assertEquals(Code.COMMAND_FAILED, listProblem().code());
        fake.answers.put("GET /containers/json", "");
        assertEquals("Docker on box broke off the connection.", listProblem().message());
        assertTrue(fake.open.size() <= KEPT, "connections left open");
    }

    @Test
    void theEnginesOwnWordsArePassedOnInOneCleanLine() {
        fake.answer("GET /containers/json", 500, "{\"message\":\"no\\u001b[31m\\nspace\"}");
        assertEquals("Docker on box failed: no[31m space", listProblem().message());
    }

    @Test
    void eventsAreToldAndTheirEndToo() throws Exception {
        fake.answers.put(
                "GET /events",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk(
                                "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"aa\",\"Attributes\":{\"name\":\"x\",\"exitCode\":\"137\"}},\"timeNano\":1500000000}\n")
                        + chunk("{\"status\":\"start\",\"id\":\"bb\"}\n")
                        + "0\r\n\r\n");
        List<ContainerEvent> events = new CopyOnWriteArrayList<>();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        connect()
                .events(
                        events::add,
                        problem -> ends.add(
                                problem == null ? "null" : problem.code().word()));
        assertEquals("docker-unreachable", ends.poll(20, TimeUnit.SECONDS));
        assertEquals(
                List.of(
                        new ContainerEvent("aa", "x", "die", Instant.ofEpochMilli(1500), 137),
                        new ContainerEvent("bb", null, "start", null, null)),
                events);
        assertTrue(fake.open.size() <= KEPT, "connections left open");
    }

    @Test
    void pastEndsAreAskedForUpToTheMomentOfTheEnginesOwnClock() throws Exception {
        fake.answers.put(
                "GET /_ping",
                "HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nDate: Thu, 01 Jan 1970 01:00:00 GMT\r\n"
                        + "Content-Length: 2\r\n\r\nOK");
        fake.answer(
                "GET /events",
                200,
                "{\"Action\":\"die\",\"Actor\":{\"ID\":\"aa\",\"Attributes\":{\"exitCode\":\"3\"}},\"time\":60}\n");
        assertEquals(
                List.of(new ContainerEvent("aa", null, "die", Instant.ofEpochSecond(60), 3)),
                connect().deaths(Instant.ofEpochSecond(30)));
        String asked = fake.heads.getLast();
        assertTrue(asked.contains("/events?since=30&until=3601&"), asked);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void eventsClosedBeforeTheyBeganLeaveNothingOpen() throws Exception {
        DockerEngine docker = connect();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        for (int i = 0; i < 20; i++) {
            docker.events(event -> {}, problem -> ends.add(String.valueOf(problem)))
                    .close();
            assertEquals("null", ends.poll(20, TimeUnit.SECONDS));
        }
        assertTrue(fake.open.size() <= KEPT, "connections left open");
        assertTrue(ends.isEmpty());
    }

    @Test
    void closingTheEngineEndsItsStreamsQuietly() throws Exception {
        DockerEngine docker = connect();
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        docker.events(event -> {}, problem -> ends.add(String.valueOf(problem)));
        docker.close();
        assertEquals("null", ends.poll(20, TimeUnit.SECONDS));
        assertTrue(fake.open.size() <= KEPT, "connections left open");
    }

    private Output exec(String frames) throws ProblemException {
        fake.answer("POST /containers/x/exec", 201, "{\"Id\":\"e1\"}");
        fake.answer("GET /exec/e1/json", 200, "{\"ID\":\"e1\",\"Running\":false,\"ExitCode\":3}");
        fake.answers.put("POST /exec/e1/start", "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n" + frames);
        return connect().exec("x", ContainerCommand.of(List.of("ls")), new byte[0], LONG, 100);
    }

    @Test
    void anAttachedCommandsStreamsAreTakenApart() throws ProblemException {
        Output output = exec("\1\0\0\0\0\0\0\2ab\2\0\0\0\0\0\0\1E\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\1c");
        assertEquals("abc", output.out());
        assertEquals("E", output.err());
        assertEquals(3, output.exit());
    }

    @Test
    void brokenFramesAreAProblem() {
        assertThrows(ProblemException.class, () -> exec("\1\0\0\0\0\0\0\5ab"));
        assertThrows(ProblemException.class, () -> exec("\1\0\0"));
        assertThrows(ProblemException.class, () -> exec("\7\0\0\0\0\0\0\1a"));
    }

    @Test
    void anAttachThatIsRefusedIsToldInTheEnginesWords() {
        fake.answer("POST /containers/x/exec", 201, "{\"Id\":\"e1\"}");
        fake.answer("POST /exec/e1/start", 500, "{\"message\":\"no such user\"}");
        Problem problem = assertThrows(
                        ProblemException.class, () -> connect().execStream("x", ContainerCommand.of(List.of("ls"))))
                .problem();
        assertEquals("Container x on box can't run ls: no such user.", problem.message());
        assertTrue(fake.open.size() <= KEPT, "connections left open");
    }

    @Test
    void anEvilNameIsNeverAsked() {
        fake.answer("GET /containers/json", 200, "[]");
        assertEquals(
                Code.CONTAINER_NOT_FOUND,
                assertThrows(ProblemException.class, () -> connect().inspect("../images"))
                        .problem()
                        .code());
        assertTrue(fake.calls.stream().noneMatch(call -> call.contains("images")));
    }
}
