package dev.berth.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.api.TunnelStatus.State;
import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import dev.berth.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunnelTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final RouteSource NOWHERE = (spec, deadline) -> {
        throw Problem.of(Problem.Code.INTERNAL, "nobody may ask").asException();
    };

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T closing(T one) {
        opened.add(one);
        return one;
    }

    private Far far(Far.Service service) throws IOException {
        return closing(new Far(service));
    }

    private static TunnelSpec spec(int port) throws ProblemException {
        return TunnelSpecs.parse(port + ":9999", "gpu1", null, "t", Request.LocalPort.SAME);
    }

    private Tunnel tunnel(RouteSource routes) throws ProblemException {
        int free = LocalPorts.nextFree(20000 + new Random().nextInt(20000));
        return closing(new LocalTunnel(spec(free), routes, status -> {}));
    }

    private Tunnel up(Far far) throws ProblemException {
        Tunnel tunnel = tunnel((spec, deadline) -> far);
        tunnel.start();
        tunnel.linkUp();
        return tunnel;
    }

    private Socket connect(Tunnel tunnel) throws IOException {
        Socket socket = closing(
                new Socket(InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited for " + what);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void awaitState(Tunnel tunnel, State state) throws InterruptedException {
        await(state + ", is " + tunnel.status(), () -> tunnel.status().state() == state);
    }

    private static void echo(Socket client) throws IOException {
        client.getInputStream().transferTo(client.getOutputStream());
    }

    private static String exchange(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
    }

    @Test
    void bytesArriveUnchangedBothWaysAtOnce() throws Exception {
        int megabytes = 50;
        byte[] far = new byte[1 << 20];
        new Random(1).nextBytes(far);
        byte[][] digests = new byte[2][];
        CountDownLatch served = new CountDownLatch(1);
        Tunnel tunnel = up(far(client -> {
            Thread sender = Thread.ofVirtual().start(() -> send(client, far, megabytes));
            digests[0] = digest(client.getInputStream());
            join(sender);
            served.countDown();
        }));
        byte[] near = new byte[1 << 20];
        new Random(2).nextBytes(near);
        Socket socket = connect(tunnel);
        Thread sender = Thread.ofVirtual().start(() -> send(socket, near, megabytes));
        digests[1] = digest(socket.getInputStream());
        join(sender);
        assertTrue(served.await(30, TimeUnit.SECONDS));
        assertArrayEquals(expected(near, megabytes), digests[0]);
        assertArrayEquals(expected(far, megabytes), digests[1]);
        assertEquals((long) megabytes << 20, tunnel.status().bytesIn());
        assertEquals((long) megabytes << 20, tunnel.status().bytesOut());
    }

    private static void send(Socket to, byte[] block, int times) {
        try {
            for (int i = 0; i < times; i++) {
                to.getOutputStream().write(block);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] digest(InputStream in) throws IOException {
        MessageDigest digest = sha();
        byte[] buffer = new byte[32768];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            digest.update(buffer, 0, n);
        }
        return digest.digest();
    }

    private static byte[] expected(byte[] block, int times) {
        MessageDigest digest = sha();
        for (int i = 0; i < times; i++) {
            digest.update(block);
        }
        return digest.digest();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Test
    void aClientThatFinishedSendingStillGetsTheAnswer() throws Exception {
        Tunnel tunnel = up(far(client -> {
            byte[] all = client.getInputStream().readAllBytes();
            client.getOutputStream().write(("got " + all.length).getBytes(UTF_8));
        }));
        Socket socket = connect(tunnel);
        socket.getOutputStream().write(new byte[1000]);
        socket.shutdownOutput();
        assertEquals("got 1000", new String(socket.getInputStream().readAllBytes(), UTF_8));
    }

    @Test
    void aServerThatFinishedSendingStillTakesTheUpload() throws Exception {
        long[] taken = {-1};
        CountDownLatch done = new CountDownLatch(1);
        Tunnel tunnel = up(far(client -> {
            client.getOutputStream().write('x');
            client.shutdownOutput();
            taken[0] = client.getInputStream().transferTo(OutputStream.nullOutputStream());
            done.countDown();
        }));
        Socket socket = connect(tunnel);
        assertEquals('x', socket.getInputStream().read());
        assertEquals(-1, socket.getInputStream().read());
        socket.getOutputStream().write(new byte[10 << 20]);
        socket.shutdownOutput();
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(10 << 20, taken[0]);
    }

    @Test
    void aRefusedTargetResetsTheClientAndIsToldOnTheRow() throws Exception {
        Far far = far(TunnelTest::echo);
        Tunnel tunnel = up(far);
        far.close();
        Socket socket = connect(tunnel);
        assertThrows(SocketException.class, () -> socket.getInputStream().read());
        awaitState(tunnel, State.SERVICE_DOWN);
        assertTrue(String.valueOf(tunnel.status().reason())
                .startsWith("Nothing answers at localhost:" + far.port() + " on gpu1."));
        assertFalse(tunnel.probe(SOON));
    }

    @Test
    void aTargetThatTurnsClientsAwayIsDown() throws Exception {
        Tunnel tunnel = up(far(Socket::close));
        connect(tunnel).getInputStream().read();
        awaitState(tunnel, State.SERVICE_DOWN);
        assertFalse(tunnel.probe(SOON));
        assertTrue(String.valueOf(tunnel.status().reason()).contains("closes them at once"));
    }

    /** As iperf3's server does. */
    @Test
    void aTargetThatHasOneClientAtATimeIsUpThoughTwoAskAtOnce() throws Exception {
        Semaphore place = new Semaphore(1);
        CountDownLatch taken = new CountDownLatch(1);
        Tunnel tunnel = up(far(client -> {
            if (place.tryAcquire()) {
                taken.countDown();
                client.getInputStream().read();
                place.release();
            }
        }));
        CompletableFuture<Boolean> first =
                CompletableFuture.supplyAsync(() -> tunnel.probe(SOON), Thread::startVirtualThread);
        assertTrue(taken.await(20, TimeUnit.SECONDS));
        assertTrue(tunnel.probe(SOON));
        assertTrue(first.get(20, TimeUnit.SECONDS));
        assertEquals(State.UP, tunnel.status().state());
    }

    @Test
    void aServiceThatComesBackIsUpAgain() throws Exception {
        List<Far> now = new ArrayList<>(List.of(far(Socket::close)));
        Tunnel tunnel = tunnel((spec, deadline) -> now.getFirst());
        tunnel.start();
        tunnel.linkUp();
        assertEquals(State.LISTENING, tunnel.status().state());
        assertFalse(tunnel.probe(SOON));
        now.getFirst().close();
        now.set(0, far(TunnelTest::echo));
        assertTrue(tunnel.probe(SOON));
        assertEquals(State.UP, tunnel.status().state());
        assertNull(tunnel.status().reason());
        assertEquals(TunnelStatus.Way.HOST, tunnel.status().way());
    }

    @Test
    void aResetByTheClientReachesTheServer() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        Tunnel tunnel = up(far(client -> {
            client.getOutputStream().write('x');
            try {
                while (client.getInputStream().read() >= 0) {}
            } finally {
                broken.countDown();
            }
        }));
        Socket socket = connect(tunnel);
        assertEquals('x', socket.getInputStream().read());
        socket.setSoLinger(true, 0);
        socket.close();
        assertTrue(broken.await(20, TimeUnit.SECONDS));
        await("no client", () -> tunnel.status().clients() == 0);
    }

    @Test
    void twoHundredClientsAtOnceAllGetTheirOwnAnswers() throws Exception {
        Tunnel tunnel = up(far(TunnelTest::echo));
        AtomicInteger right = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(200);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = "client " + i;
            Socket socket = connect(tunnel);
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    together.countDown();
                    together.await();
                    if (exchange(socket, text).equals(text)) {
                        right.incrementAndGet();
                    }
                } catch (IOException | InterruptedException wrong) {
                    // not counted
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200, right.get());
        assertEquals(200, tunnel.status().clients());
    }

    @Test
    void aSlowReaderDoesNotHoldUpItsNeighbour() throws Exception {
        Tunnel tunnel = up(far(client -> {
            byte[] block = new byte[1 << 16];
            if (client.getInputStream().read() == 'e') {
                echo(client);
            }
            while (true) {
                client.getOutputStream().write(block);
            }
        }));
        Socket slow = connect(tunnel);
        slow.getOutputStream().write('f');
        assertEquals(0, slow.getInputStream().read());
        Socket fast = connect(tunnel);
        fast.getOutputStream().write('e');
        for (int i = 0; i < 100; i++) {
            assertEquals("ping", exchange(fast, "ping"));
        }
    }

    @Test
    void stopBreaksOffAllAndGivesThePortBack() throws Exception {
        Tunnel tunnel = up(far(TunnelTest::echo));
        Socket socket = connect(tunnel);
        assertEquals("x", exchange(socket, "x"));
        tunnel.stop();
        assertThrows(SocketException.class, () -> socket.getInputStream().read());
        assertEquals(State.OFF, tunnel.status().state());
        assertThrows(IOException.class, () -> connect(tunnel));
        await("no client", () -> tunnel.status().clients() == 0);
        assertTrue(LocalPorts.free(tunnel.spec().localPort()));
        tunnel.start();
        assertEquals("again", exchange(connect(tunnel), "again"));
    }

    @Test
    void aTakenPortIsNamedWithItsHolderAndTheNextFreeOne() throws Exception {
        ServerSocket taken = closing(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
        Tunnel tunnel = closing(new LocalTunnel(spec(taken.getLocalPort()), NOWHERE, status -> {}));
        Problem problem = assertThrows(ProblemException.class, tunnel::start).problem();
        assertEquals(Problem.Code.PORT_IN_USE, problem.code());
        assertTrue(Integer.parseInt(String.valueOf(problem.suggestion())) > taken.getLocalPort());
        if (Files.exists(Path.of("/proc/net/tcp"))) {
            assertEquals(
                    "Port " + taken.getLocalPort() + " of this machine is taken by Berth itself (pid "
                            + ProcessHandle.current().pid() + ").",
                    problem.message());
        }
        assertEquals(State.FAILED, tunnel.status().state());
        assertEquals(problem.message(), tunnel.status().reason());
        taken.close();
        tunnel.start();
        assertEquals(State.LINK_DOWN, tunnel.status().state());
    }

    @Test
    void bothLoopbackAddressesLeadIn() throws Exception {
        Tunnel tunnel = up(far(TunnelTest::echo));
        assertEquals("four", exchange(connect(tunnel), "four"));
        if (Sockets.present(InetAddress.ofLiteral("::1"))) {
            Socket six = closing(
                    new Socket(InetAddress.ofLiteral("::1"), tunnel.spec().localPort()));
            assertEquals("six", exchange(six, "six"));
        }
    }

    @Test
    void aLostLinkResetsClientsKeepsThePortAndFindsTheWayAnew() throws Exception {
        Far first = far(TunnelTest::echo);
        Far second = far(TunnelTest::echo);
        List<Far> asked = new ArrayList<>();
        List<Far> now = new ArrayList<>(List.of(first));
        Tunnel tunnel = tunnel((spec, deadline) -> {
            asked.add(now.getFirst());
            return now.getFirst();
        });
        tunnel.start();
        tunnel.linkUp();
        Socket before = connect(tunnel);
        assertEquals("one", exchange(before, "one"));
        assertEquals("two", exchange(connect(tunnel), "two"));
        assertEquals(List.of(first), asked);

        tunnel.linkDown("gpu1 does not answer.");
        assertThrows(SocketException.class, () -> before.getInputStream().read());
        assertEquals(State.LINK_DOWN, tunnel.status().state());
        assertEquals("gpu1 does not answer.", tunnel.status().reason());

        now.set(0, second);
        tunnel.linkUp();
        assertEquals(State.LISTENING, tunnel.status().state());
        assertEquals("three", exchange(connect(tunnel), "three"));
        assertEquals(List.of(first, second), asked);
        awaitState(tunnel, State.UP);
        assertEquals("localhost:" + second.port(), tunnel.status().remote());
    }

    /** Another container may have the address by now, and would answer. */
    @Test
    void aWayThatChangedIsNotGoneAgain() throws Exception {
        List<Far> now =
                new ArrayList<>(List.of(far(client -> client.getOutputStream().write('1'))));
        Tunnel tunnel = tunnel((spec, deadline) -> now.getFirst());
        tunnel.start();
        tunnel.linkUp();
        assertEquals('1', connect(tunnel).getInputStream().read());
        now.set(0, far(client -> client.getOutputStream().write('2')));
        assertEquals('1', connect(tunnel).getInputStream().read());
        tunnel.wayChanged();
        assertEquals('2', connect(tunnel).getInputStream().read());
    }

    @Test
    void aNewClientWaitsForTheLink() throws Exception {
        Far far = far(TunnelTest::echo);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch link = new CountDownLatch(1);
        Tunnel tunnel = tunnel((spec, deadline) -> {
            asked.countDown();
            assertTrue(link.await(deadline.toMillis(), TimeUnit.MILLISECONDS));
            return far;
        });
        tunnel.start();
        tunnel.linkDown("The network is gone.");
        Socket socket = connect(tunnel);
        socket.getOutputStream().write("patient".getBytes(UTF_8));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        tunnel.linkUp();
        link.countDown();
        assertEquals("patient", new String(socket.getInputStream().readNBytes(7), UTF_8));
        assertEquals(State.UP, tunnel.status().state());
    }

    @Test
    void aClientThatWaitedInVainLeavesTheReasonOnTheRow() throws Exception {
        Tunnel tunnel = tunnel((spec, deadline) -> {
            throw Problem.of(Problem.Code.HOST_UNREACHABLE, "gpu1 can't be reached.")
                    .asException();
        });
        tunnel.start();
        Socket socket = connect(tunnel);
        assertThrows(SocketException.class, () -> socket.getInputStream().read());
        await(
                "the reason",
                () -> "gpu1 can't be reached.".equals(tunnel.status().reason()));
        assertEquals(State.LINK_DOWN, tunnel.status().state());
    }

    /** sshd allows few sessions, and each relayed connection is one. */
    @Test
    void aClientThatFindsAllRelaysInUseWaitsAndTheRowSaysSo() throws Exception {
        Far far = far(TunnelTest::echo);
        AtomicInteger free = new AtomicInteger(1);
        Route relay = new Route() {
            @Override
            public TunnelStatus.Way way() {
                return TunnelStatus.Way.RELAY;
            }

            @Override
            public String target() {
                return far.target();
            }

            @Override
            public ByteStream open() throws IOException {
                if (free.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                    throw new OpenRefusedException(OpenRefusedException.Reason.BUSY, "all are in use");
                }
                return far.open();
            }
        };
        int port = LocalPorts.nextFree(20000 + new Random().nextInt(20000));
        Tunnel tunnel = closing(new LocalTunnel(spec(port).relayed(), (spec, deadline) -> relay, status -> {}));
        tunnel.start();
        tunnel.linkUp();
        assertEquals("first", exchange(connect(tunnel), "first"));
        Socket second = connect(tunnel);
        Socket third = connect(tunnel);
        await(
                "both wait",
                () -> String.valueOf(tunnel.status().reason())
                        .startsWith("2 connections wait for a free session of gpu1"));
        assertEquals(State.UP, tunnel.status().state());
        assertFalse(tunnel.probe(SOON), "who only looks does not wait");
        assertTrue(
                String.valueOf(tunnel.status().reason()).contains("no session free to relay"),
                tunnel.status()::toString);
        free.set(2);
        assertEquals("second", exchange(second, "second"));
        assertEquals("third", exchange(third, "third"));
        await("nobody waits", () -> tunnel.status().reason() == null);
    }

    @Test
    void aClientWhoseLinkBreaksWhileItConnectsGoesByTheNextOne() throws Exception {
        Far broken = far(TunnelTest::echo);
        broken.cut();
        Far next = far(TunnelTest::echo);
        AtomicInteger asked = new AtomicInteger();
        Tunnel tunnel = tunnel((spec, deadline) -> asked.getAndIncrement() == 0 ? broken : next);
        tunnel.start();
        tunnel.linkUp();
        assertEquals("second", exchange(connect(tunnel), "second"));
    }

    @Test
    void changesOfStateAndOfCountsAreTold() throws Exception {
        Far far = far(TunnelTest::echo);
        List<TunnelStatus> told = Collections.synchronizedList(new ArrayList<>());
        int free = LocalPorts.nextFree(20000 + new Random().nextInt(20000));
        Tunnel tunnel = closing(new LocalTunnel(spec(free), (s, d) -> far, told::add));
        tunnel.start();
        tunnel.linkUp();
        assertEquals("hello", exchange(connect(tunnel), "hello"));
        await(
                "the counts",
                () -> !told.isEmpty()
                        && told.getLast().bytesOut() == 5
                        && told.getLast().bytesIn() == 5);
        tunnel.stop();
        await(
                "the end",
                () -> told.getLast().state() == State.OFF && told.getLast().clients() == 0);
    }
}
