package dev.berth.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.docker.Docker;
import dev.berth.docker.Docker.ContainerCommand;
import dev.berth.docker.DockerEngine;
import dev.berth.lab.Lab;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.LabLinks;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the real engines of the lab. Containers of its own are named {@code it-route-…} and removed. */
class RoutesIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String OWN = "it-route-" + ProcessHandle.current().pid();
    private static final String IMAGE = "lab/jupyterlab:4.0";
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final List<String> CONTAINERS = new ArrayList<>();

    /** Answers once its client has ended its direction: with a count of what it got and, at once, its own end. */
    private static final String SERVER = """
            import socket,sys,threading
            s=socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
            s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1)
            s.bind((sys.argv[1],int(sys.argv[2])))
            s.listen(50)
            def serve(c):
                n=0
                while True:
                    b=c.recv(65536)
                    if not b: break
                    n+=len(b)
                c.sendall(b"got %d\\n"%n+b"x"*1000000)
                c.close()
            while True:
                threading.Thread(target=serve,args=(s.accept()[0],)).start()
            """;

    private static Link link;
    private static Docker docker;

    @BeforeAll
    static void connect() throws Exception {
        Lab.assumeUp();
        link = LabLinks.dial("gpu1");
        docker = DockerEngine.connect("gpu1", link, CommandJournal.NONE);
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (link != null) {
            box("docker rm -f " + String.join(" ", CONTAINERS));
            docker.close();
            link.close();
        }
    }

    private static String box(String line) throws IOException {
        return link.run(Command.script(line), LONG).out();
    }

    private static synchronized String container(String options) throws IOException {
        String name = OWN + "-" + MADE.incrementAndGet();
        CONTAINERS.add(name);
        box("docker run -d --rm --name " + name + " " + options + " " + IMAGE + " sleep infinity");
        return name;
    }

    private static void serve(String container, String address, int port) throws Exception {
        docker.execDetached(
                container, ContainerCommand.of(List.of("python3", "-c", SERVER, address, Integer.toString(port))));
        await("the server", () -> listens(container, port));
    }

    private static boolean listens(String container, int port) {
        try {
            Listeners listeners = ListenerLook.at(link, docker, docker.inspect(container), port);
            return listeners != null && !listeners.none();
        } catch (ProblemException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain for " + what);
            Thread.sleep(20);
        }
    }

    private static Route resolve(String container, int port) throws ProblemException {
        return Routes.toContainer("gpu1", link, docker, container, port);
    }

    /** Sends a million bytes, ends that direction, and only then reads: both half-closes must get through. */
    private static void assertCarries(Route route) throws IOException {
        try (ByteStream stream = route.open()) {
            OutputStream out = stream.output();
            for (int i = 0; i < 100; i++) {
                out.write(new byte[10_000]);
            }
            out.close();
            String answer = new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals("got 1000000", answer.split("\n", 2)[0]);
            assertEquals(1_000_000 + 12, answer.length());
            assertTrue(stream.inputFinished());
        }
    }

    @Test
    void aPublishedPortIsReachedOnTheHostsLoopback() throws Exception {
        String container = container("-p 8888");
        serve(container, "0.0.0.0", 8888);
        Route route = resolve(container, 8888);
        assertEquals(Way.PUBLISHED, route.way());
        assertTrue(route.target().startsWith("127.0.0.1:"), route.target());
        assertCarries(route);
    }

    @Test
    void aPortPublishedOnOneAddressIsReachedOnThatOne() throws Exception {
        String container = container("-p 127.0.0.7::8888");
        serve(container, "0.0.0.0", 8888);
        Route route = resolve(container, 8888);
        assertTrue(route.target().startsWith("127.0.0.7:"), route.target());
        assertCarries(route);
    }

    @Test
    void anUnpublishedPortIsReachedAtTheContainersAddress() throws Exception {
        String container = container("");
        serve(container, "0.0.0.0", 8888);
        Route route = resolve(container, 8888);
        assertEquals(Way.ADDRESS, route.way());
        assertEquals(docker.inspect(container).addresses().getFirst() + ":8888", route.target());
        assertCarries(route);
    }

    @Test
    void hostNetworkingIsReachedOnTheHostsLoopback() throws Exception {
        String container = container("--network host");
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        serve(container, "127.0.0.1", port);
        Route route = resolve(container, port);
        assertEquals(Way.HOST, route.way());
        assertEquals("127.0.0.1:" + port, route.target());
        assertCarries(route);
    }

    @Test
    void aServerOnTheContainersLoopbackIsRelayedThoughItsPortIsPublished() throws Exception {
        String container = container("-p 8888");
        serve(container, "127.0.0.1", 8888);
        Route route = resolve(container, 8888);
        assertEquals(Way.RELAY, route.way());
        assertCarries(route);
        await("the relay's end", () -> relays(container) == 0);
    }

    @Test
    void aServerThatEndsFirstIsHeardByAClientThatStaysOpen() throws Exception {
        String container = container("--network none");
        String hello = "import socket;s=socket.create_server(('127.0.0.1',7777));c=1\nwhile c: c=s.accept()[0];"
                + "c.sendall(b'y'*300000);c.shutdown(1);c.recv(1)";
        docker.execDetached(container, ContainerCommand.of(List.of("python3", "-c", hello)));
        await("the server", () -> listens(container, 7777));
        for (String tool : List.of("python3", "perl")) {
            try (ByteStream stream = resolve(container, 7777).open()) {
                assertEquals(300_000, stream.input().readAllBytes().length);
                assertTrue(stream.inputFinished());
                stream.output().write('z');
            }
            hide(container, tool);
        }
    }

    @Test
    void aServerOnTheIpv6LoopbackIsRelayed() throws Exception {
        String container = container("");
        serve(container, "::1", 8888);
        Route route = resolve(container, 8888);
        assertEquals(Way.RELAY, route.way());
        assertEquals("[::1]:8888", route.target());
        assertCarries(route);
    }

    @Test
    void aContainerWithoutNetworkIsRelayed() throws Exception {
        String container = container("--network none");
        serve(container, "0.0.0.0", 8888);
        Route route = resolve(container, 8888);
        assertEquals(Way.RELAY, route.way());
        assertCarries(route);
    }

    @Test
    void aContainerInAnothersNetworkIsReachedThroughThatOne() throws Exception {
        String owner = container("-p 8888");
        String guest = container("--network container:" + owner);
        serve(guest, "0.0.0.0", 8888);
        Route route = resolve(guest, 8888);
        assertEquals(Way.PUBLISHED, route.way());
        assertCarries(route);
    }

    @Test
    void perlRelaysWherePythonIsMissing() throws Exception {
        String container = container("");
        serve(container, "127.0.0.1", 8888);
        hide(container, "python3");
        Route route = resolve(container, 8888);
        assertEquals(Way.RELAY, route.way());
        assertCarries(route);
        await("the relay's end", () -> relays(container) == 0);
    }

    private static void hide(String container, String tool) throws IOException {
        box("docker exec " + container + " sh -c 'rm -f $(command -v " + tool + ")'");
    }

    private static long relays(String container) {
        try {
            return docker.processes(container).stream()
                    .filter(row -> row.commandLine().contains("connected")
                            || row.commandLine().startsWith("socat"))
                    .count();
        } catch (ProblemException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void closingARelayLeavesNoProcessBehindThoughItsServerIsSilent() throws Exception {
        String container = container("--network none");
        serve(container, "127.0.0.1", 8888);
        for (String tool : List.of("python3", "perl")) {
            Route route = resolve(container, 8888);
            ByteStream stream = route.open();
            assertEquals(1, Math.min(1, relays(container)));
            stream.close();
            await("the end of " + tool, () -> relays(container) == 0);
            hide(container, tool);
        }
    }

    @Test
    void aRelayWithoutToolsIsASentence() throws Exception {
        String container = container("--network none");
        serve(container, "127.0.0.1", 8888);
        hide(container, "python3");
        hide(container, "perl");
        Problem problem = assertThrows(ProblemException.class, () -> resolve(container, 8888))
                .problem();
        assertEquals(Code.NOT_SUPPORTED, problem.code());
        assertEquals(
                "Port 8888 of container " + container + " on gpu1 is open to the container itself only, and it has no"
                        + " python3, socat or perl that could relay it.",
                problem.message());
    }

    @Test
    void aPortWithoutAServerIsResolvedAndRefusedWhenOpened() throws Exception {
        String container = container("");
        Route route = resolve(container, 8888);
        assertEquals(Way.ADDRESS, route.way());
        assertThrows(OpenRefusedException.class, route::open);
        assertEquals(Way.PUBLISHED, resolve("cont1", 9999).way());
    }

    @Test
    void aStoppedContainerHasNoWay() {
        Problem problem = assertThrows(ProblemException.class, () -> resolve("stopped", 8888))
                .problem();
        assertEquals(Code.CONTAINER_NOT_RUNNING, problem.code());
        assertEquals("berth start gpu1 stopped starts it.", problem.next());
    }

    @Test
    void aBusyboxServerIsFoundThoughItsImageHasNothing() throws Exception {
        String name = OWN + "-busybox";
        CONTAINERS.add(name);
        box("docker run -d --rm --name " + name + " lab/busybox:1.35 httpd -f -p 80 -h /");
        await("the server", () -> listens(name, 80));
        assertEquals(Way.ADDRESS, resolve(name, 80).way());
    }
}
