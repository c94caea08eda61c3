package dev.berth.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus.State;
import dev.berth.link.ByteStream;
import dev.berth.link.RemoteListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemoteTunnelTest {
    /** A host that listens, or refuses to, as the test has it. */
    private static final class Host implements ListenerSource {
        private final AtomicInteger open = new AtomicInteger();
        private volatile @Nullable Consumer<ByteStream> accepted;
        private volatile boolean refuses;

        @Override
        public Bound listen(TunnelSpec spec, Consumer<ByteStream> taker, Duration deadline) throws ProblemException {
            if (refuses) {
                throw Problem.of(Problem.Code.FORWARDING_REFUSED, "gpu1 refused to listen on 9000.")
                        .asException();
            }
            accepted = taker;
            open.incrementAndGet();
            return new Bound(
                    new RemoteListener() {
                        @Override
                        public int port() {
                            return 9000;
                        }

                        @Override
                        public void close() {
                            open.decrementAndGet();
                        }
                    },
                    "127.0.0.1:9000");
        }
    }

    private final Host host = new Host();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private ServerSocket here;
    private Tunnel tunnel;

    @BeforeEach
    void start() throws Exception {
        here = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        TunnelSpec spec = TunnelSpecs.parse(
                "-R 9000:localhost:" + here.getLocalPort(), "gpu1", null, null, Request.LocalPort.SAME);
        tunnel = new RemoteTunnel(spec, host, status -> {});
        tunnel.start();
    }

    @AfterEach
    void stop() throws Exception {
        tunnel.close();
        here.close();
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited for " + what);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitState(State state) throws InterruptedException {
        await(state + ", is " + tunnel.status(), () -> tunnel.status().state() == state);
    }

    @Test
    void connectionsOfTheHostReachThePortHere() throws Exception {
        assertEquals(State.LINK_DOWN, tunnel.status().state());
        tunnel.linkUp();
        awaitState(State.UP);
        assertEquals("127.0.0.1:9000", tunnel.status().remote());

        // what the host's client sends and reads
        StringBuilder heard = new StringBuilder();
        Far client = new Far(socket -> {
            socket.getOutputStream().write("ping".getBytes(UTF_8));
            heard.append(new String(socket.getInputStream().readNBytes(4), UTF_8));
        });
        opened.add(client);
        ByteStream stream = client.open();
        Thread carrying = Thread.ofVirtual().start(() -> host.accepted.accept(stream));
        try (Socket service = here.accept()) {
            assertEquals("ping", new String(service.getInputStream().readNBytes(4), UTF_8));
            await("the client to be counted", () -> tunnel.status().clients() == 1);
            service.getOutputStream().write("pong".getBytes(UTF_8));
            await("the answer", () -> heard.toString().equals("pong"));
        }
        carrying.join();
        assertEquals(4, tunnel.status().bytesIn());
        assertEquals(4, tunnel.status().bytesOut());
        assertEquals(0, tunnel.status().clients());
    }

    @Test
    void aNewLinkListensAnewAndAStopListensNoMore() throws Exception {
        tunnel.linkUp();
        awaitState(State.UP);
        tunnel.linkDown("the line was cut");
        assertEquals(State.LINK_DOWN, tunnel.status().state());
        assertEquals("the line was cut", tunnel.status().reason());
        tunnel.linkUp();
        await("the second listener", () -> host.open.get() == 2);
        awaitState(State.UP);
        tunnel.stop();
        await("the listener of the open link to go", () -> host.open.get() == 1);
        assertEquals(State.OFF, tunnel.status().state());
    }

    @Test
    void aHostThatRefusesIsToldAndAskedAgainByAProbe() throws Exception {
        host.refuses = true;
        tunnel.linkUp();
        awaitState(State.SERVICE_DOWN);
        assertEquals("gpu1 refused to listen on 9000.", tunnel.status().reason());
        host.refuses = false;
        assertTrue(tunnel.probe(Duration.ofSeconds(5)));
        assertEquals(State.UP, tunnel.status().state());
    }

    @Test
    void aPortHereThatNobodyHasIsServiceDown() throws IOException {
        here.close();
        tunnel.linkUp();
        assertFalse(tunnel.probe(Duration.ofSeconds(5)));
        assertEquals(State.SERVICE_DOWN, tunnel.status().state());
        assertTrue(tunnel.status().reason().contains("on this machine"), tunnel.status()::toString);
    }
}
