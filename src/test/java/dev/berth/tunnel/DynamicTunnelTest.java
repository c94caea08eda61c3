package dev.berth.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy as its clients see it; the JDK's own SOCKS client is one of them. */
@Timeout(60)
class DynamicTunnelTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Far far;
    private Tunnel tunnel;
    private Problem.Code refusal;

    @BeforeEach
    void start() throws Exception {
        far = new Far(client -> client.getInputStream().transferTo(client.getOutputStream()));
        int port = LocalPorts.nextFree(20000 + new Random().nextInt(20000));
        TunnelSpec spec = TunnelSpecs.parse("-D " + port, "gpu1", null, null, Request.LocalPort.SAME);
        tunnel = new DynamicTunnel(
                spec,
                (to, deadline) -> {
                    asked.add(to.remote() + to.remoteAddress() + ":" + to.remotePort());
                    if (refusal != null) {
                        throw Problem.of(refusal, "refused").asException();
                    }
                    return far;
                },
                status -> {});
        tunnel.start();
        tunnel.linkUp();
    }

    @AfterEach
    void stop() throws IOException {
        tunnel.close();
        far.close();
    }

    private Socket client() {
        InetSocketAddress proxy = new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort());
        return new Socket(new Proxy(Proxy.Type.SOCKS, proxy));
    }

    private Socket raw() throws IOException {
        Socket socket =
                new Socket(InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void namesGoToTheHostUnresolved() throws Exception {
        try (Socket socket = client()) {
            socket.connect(InetSocketAddress.createUnresolved("only.there.example", 8080));
            socket.getOutputStream().write("hello".getBytes(UTF_8));
            assertEquals("hello", new String(socket.getInputStream().readNBytes(5), UTF_8));
        }
        assertEquals(List.of("only.there.example:8080"), asked);
        assertEquals(State.UP, tunnel.status().state());
        assertEquals("", tunnel.status().remote());
    }

    @Test
    void addressesOfBothFamiliesAreTaken() throws Exception {
        for (String address : List.of("192.0.2.7", "2001:db8::7")) {
            try (Socket socket = client()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 81));
            }
        }
        assertEquals(2, asked.size());
        assertEquals("192.0.2.7:81", asked.getFirst());
        assertTrue(asked.getLast().startsWith("2001:db8:"), asked::toString);
    }

    @Test
    void whatTheHostRefusesTheClientIsTold() throws Exception {
        refusal = Problem.Code.TARGET_REFUSED;
        try (Socket socket = client()) {
            SocketException told = assertThrows(
                    SocketException.class, () -> socket.connect(InetSocketAddress.createUnresolved("closed", 9)));
            assertTrue(told.getMessage().contains("refused"), told.getMessage());
        }
        assertEquals(State.UP, tunnel.status().state(), "one closed port says nothing of the proxy");
    }

    @Test
    void hostThatForwardsNothingIsShown() throws Exception {
        refusal = Problem.Code.FORWARDING_REFUSED;
        try (Socket socket = client()) {
            assertThrows(SocketException.class, () -> socket.connect(InetSocketAddress.createUnresolved("any", 80)));
        }
        assertEquals(State.SERVICE_DOWN, tunnel.status().state());
    }

    @Test
    void clientsThatWantOtherThingsAreToldSo() throws Exception {
        try (Socket socket = raw()) {
            // insists on a password
            socket.getOutputStream().write(new byte[] {5, 1, 2});
            assertArrayEquals(
                    new byte[] {5, (byte) 0xff}, socket.getInputStream().readAllBytes());
        }
        try (Socket socket = raw()) {
            // UDP ASSOCIATE
            socket.getOutputStream().write(new byte[] {5, 1, 0, 5, 3, 0, 1, 127, 0, 0, 1, 0, 80});
            byte[] reply = socket.getInputStream().readAllBytes();
            assertEquals(12, reply.length);
            assertEquals(7, reply[3]);
        }
        try (Socket socket = raw()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            assertThrows(SocketException.class, () -> {
                byte[] rest = socket.getInputStream().readAllBytes();
                throw new SocketException("ended after " + rest.length);
            });
        }
        assertEquals(List.of(), asked);
    }
}
