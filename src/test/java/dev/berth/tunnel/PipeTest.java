package dev.berth.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the pipe whatever its users do. */
@Timeout(120)
class PipeTest {
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

    private Tunnel to(Far far) throws Exception {
        int free = LocalPorts.nextFree(20_000 + new Random().nextInt(20_000));
        TunnelSpec spec = TunnelSpecs.parse(free + ":9999", "gpu1", null, "t", Request.LocalPort.SAME);
        Tunnel tunnel = closing(new LocalTunnel(spec, (s, deadline) -> far, status -> {}));
        tunnel.start();
        tunnel.linkUp();
        return tunnel;
    }

    private static InetSocketAddress end(Tunnel tunnel) {
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), tunnel.spec().localPort());
    }

    private Socket connect(Tunnel tunnel) throws IOException {
        Socket socket = closing(new Socket());
        socket.setTcpNoDelay(true);
        socket.connect(end(tunnel));
        return socket;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited for " + what);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void fortyUsersGetEveryByteAndEveryEndAsItWasMeant(long seed) throws Exception {
        Users users = new Users(true);
        Far far = closing(new Far(users::serve));
        Tunnel tunnel = to(far);
        Far closed = closing(new Far(Socket::close));
        Tunnel refusing = to(closed);
        closed.close();
        Thread refused = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 100; i++) {
                assertRefused(refusing);
            }
        });
        users.run(seed, 40, 10, end(tunnel));
        refused.join();
        await("all to be closed, with seed " + seed, () -> tunnel.status().clients() == 0 && far.unclosed() == 0);
        await("the aborts to be noticed, with seed " + seed, () -> users.unnoticedAborts() == 0);
    }

    private static void assertRefused(Tunnel refusing) {
        try (Socket socket = new Socket()) {
            socket.connect(end(refusing));
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        } catch (IOException resetAtOnce) {
            // a refusal that came before the connection was looked at
        }
    }

    /** What a client does not read stays with its server, but for what the buffers on the way hold. */
    @Test
    void aClientThatDoesNotReadHoldsItsServerBackAndNobodyElse() throws Exception {
        AtomicLong sent = new AtomicLong();
        Far far = closing(new Far(client -> {
            byte[] block = new byte[64 << 10];
            int what = client.getInputStream().read();
            for (int i = 0; what == 's' || i < 1024; i++) {
                client.getOutputStream().write(block);
                if (what == 's') {
                    sent.addAndGet(block.length);
                }
            }
        }));
        Tunnel tunnel = to(far);
        Socket slow = connect(tunnel);
        slow.getOutputStream().write('s');
        assertEquals(0, slow.getInputStream().read());
        for (int i = 0; i < 4; i++) {
            Socket fast = connect(tunnel);
            fast.getOutputStream().write('f');
            assertEquals(64 << 20, count(fast.getInputStream()));
        }
        assertTrue(sent.get() < 48 << 20, "held for a client that does not read: " + sent);
    }

    private static long count(InputStream in) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long all = 0;
        for (int n; (n = in.read(buffer)) >= 0; ) {
            all += n;
        }
        return all;
    }

    /** Were each held back for an acknowledgement, 40 ms, this would take two minutes. */
    @Test
    @Timeout(60)
    void smallWritesAreNotHeldBack() throws Exception {
        Far far = closing(new Far(client -> {
            client.setTcpNoDelay(true);
            client.getInputStream().transferTo(client.getOutputStream());
        }));
        Socket socket = connect(to(far));
        for (int i = 0; i < 3000; i++) {
            socket.getOutputStream().write('a');
            socket.getOutputStream().write('b');
            assertEquals(
                    "ab",
                    new String(socket.getInputStream().readNBytes(2), java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}
