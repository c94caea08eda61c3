package dev.berth.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import dev.berth.api.TunnelStatus.State;
import dev.berth.lab.Lab;
import dev.berth.link.ByteStream;
import dev.berth.link.LabLinks;
import dev.berth.link.Link;
import dev.berth.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels over real SSH to a container whose port is published. */
@Timeout(600)
class TunnelIT {
    private static final String CONTAINER = "it-tunnel";
    private static final int PUBLISHED = 19876;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static @Nullable Link link;

    @BeforeAll
    static void connect() throws Exception {
        Lab.assumeUp();
        Lab.run(
                "exec",
                "gpu1",
                "docker rm -f " + CONTAINER + " >/dev/null 2>&1; docker run -d --name " + CONTAINER + " -p 127.0.0.1:"
                        + PUBLISHED + ":8080 lab/jupyterlab:4.0 sleep 600");
        link = LabLinks.dial("gpu1");
    }

    @AfterAll
    static void disconnect() throws IOException {
        if (link != null) {
            link.close();
            Lab.run("exec", "gpu1", "docker rm -f " + CONTAINER);
        }
    }

    private static Tunnel tunnel(int remotePort) throws Exception {
        Link open = Objects.requireNonNull(link);
        TunnelSpec spec =
                TunnelSpecs.parse(String.valueOf(remotePort), "gpu1", null, null, new Request.LocalPort(31000, true));
        Route route = new Route() {
            @Override
            public TunnelStatus.Way way() {
                return TunnelStatus.Way.HOST;
            }

            @Override
            public String target() {
                return spec.remote();
            }

            @Override
            public ByteStream open() throws IOException {
                return open.tcp(spec.remoteAddress(), spec.remotePort());
            }
        };
        Tunnel tunnel = new LocalTunnel(spec, (s, deadline) -> route, status -> {});
        tunnel.start();
        tunnel.linkUp();
        return tunnel;
    }

    @Test
    void aHostsOwnServiceIsReached() throws Exception {
        try (Tunnel tunnel = tunnel(22);
                Socket socket = new Socket(
                        InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort())) {
            assertEquals("SSH-2.0", new String(socket.getInputStream().readNBytes(7), US_ASCII));
            await(tunnel, status -> status.state() == State.UP);
        }
    }

    /** The client has its bytes a moment before they are counted. */
    private static void await(Tunnel tunnel, Predicate<TunnelStatus> told) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!told.test(tunnel.status())) {
            assertTrue(System.nanoTime() < end, () -> "it is " + tunnel.status());
            Thread.onSpinWait();
        }
    }

    @Test
    void aPortThatNobodyListensOnIsServiceDown() throws Exception {
        try (Tunnel tunnel = tunnel(9)) {
            assertFalse(tunnel.probe(SOON));
            assertEquals("Nothing answers at localhost:9 on gpu1.", reason(tunnel));
            try (Socket socket =
                    new Socket(InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort())) {
                assertThrows(
                        SocketException.class, () -> socket.getInputStream().read());
            }
        }
    }

    private static String reason(Tunnel tunnel) {
        assertEquals(State.SERVICE_DOWN, tunnel.status().state());
        return String.valueOf(tunnel.status().reason()).replaceAll("\\..*", ".");
    }

    /** Docker's proxy takes connections to a published port whether or not a service is there. */
    @Test
    void aPublishedPortIsUpOnlyWhileItsServiceRuns() throws Exception {
        try (Tunnel tunnel = tunnel(PUBLISHED)) {
            probeUntil(false, tunnel);
            assertTrue(reason(tunnel).contains("closes them at once"));
            Lab.run(
                    "exec",
                    "gpu1",
                    "docker exec " + CONTAINER + " sh -c 'mkdir /tmp/s && cd /tmp/s && dd if=/dev/urandom of=big"
                            + " bs=1M count=50 2>/dev/null' && docker exec -d -w /tmp/s " + CONTAINER
                            + " python3 -m http.server 8080");
            probeUntil(true, tunnel);
            assertEquals(State.UP, tunnel.status().state());
            String there = Lab.run("exec", "gpu1", "docker exec " + CONTAINER + " sha256sum /tmp/s/big");
            assertEquals(there.substring(0, 64), digest(tunnel));
            await(tunnel, status -> status.bytesIn() > 50 << 20);
        }
    }

    private static void probeUntil(boolean up, Tunnel tunnel) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (tunnel.probe(SOON) != up) {
            assertTrue(System.nanoTime() < end, "the service does not become " + up);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String digest(Tunnel tunnel) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        URI file = URI.create("http://127.0.0.1:" + tunnel.spec().localPort() + "/big");
        try (InputStream in = new DigestInputStream(file.toURL().openStream(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void aLinkThatEndsBreaksItsClientsOff() throws Exception {
        try (Tunnel tunnel = tunnel(22);
                Socket socket = new Socket(
                        InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort())) {
            assertTrue(socket.getInputStream().read() > 0);
            tunnel.linkDown("gpu1 is gone.");
            assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
            assertEquals(State.LINK_DOWN, tunnel.status().state());
        }
    }
}
