package dev.berth.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.local.LocalLink;
import dev.berth.route.Refusal.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Relays by the programs that this machine has. */
@Timeout(60)
class HostRelayTest {
    private interface Service {
        void serve(Socket client) throws IOException;
    }

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Link link;

    @BeforeEach
    void connect() {
        link = closing(new LocalLink(System.getenv()));
    }

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

    private int server(Service service) throws IOException {
        ServerSocket server = closing(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (client) {
                            service.serve(client);
                        } catch (IOException broken) {
                            // the test tells what it missed
                        }
                    });
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private void assumeHas(RelayTool tool) throws IOException {
        String found = link.run(Command.script(RelayTool.FIND, tool.executable()), Duration.ofSeconds(10))
                .out();
        assumeTrue(!found.isEmpty(), "this machine has no " + tool.executable());
    }

    private RelayStream by(List<String> line) throws IOException {
        return closing(RelayStream.open(() -> link.start(new Command(line)), () -> {}));
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }

    @ParameterizedTest
    @EnumSource(RelayTool.class)
    void bytesArriveUnchangedAndTheServersEndIsOne(RelayTool tool) throws Exception {
        assumeHas(tool);
        byte[] up = noise(300_000);
        byte[] down = noise(700_000);
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        int port = server(client -> {
            got.complete(client.getInputStream().readNBytes(up.length));
            client.getOutputStream().write(down);
        });
        RelayStream stream = by(tool.command("localhost", port));
        stream.output().write(up);
        assertArrayEquals(down, stream.input().readAllBytes());
        assertTrue(stream.inputFinished());
        assertArrayEquals(up, got.get());
    }

    /** bash has no shutdown(2), and BusyBox's nc ends with the server. */
    @ParameterizedTest
    @EnumSource(
            value = RelayTool.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASH", "BUSYBOX"})
    void eachDirectionEndsApart(RelayTool tool) throws Exception {
        assumeHas(tool);
        int first = server(client -> client.getOutputStream()
                .write(("got " + client.getInputStream().readAllBytes().length).getBytes(UTF_8)));
        RelayStream ends = by(tool.command("127.0.0.1", first));
        ends.output().write(noise(5000));
        ends.output().close();
        assertEquals("got 5000", new String(ends.input().readAllBytes(), UTF_8));
        assertTrue(ends.inputFinished());

        CompletableFuture<Integer> got = new CompletableFuture<>();
        int second = server(client -> {
            client.getOutputStream().write('x');
            client.shutdownOutput();
            got.complete(client.getInputStream().readAllBytes().length);
        });
        RelayStream stays = by(tool.command("127.0.0.1", second));
        assertEquals("x", new String(stays.input().readAllBytes(), UTF_8));
        assertTrue(stays.inputFinished());
        stays.output().write(noise(500_000));
        stays.output().close();
        assertEquals(500_000, got.get());
    }

    @ParameterizedTest
    @EnumSource(
            value = RelayTool.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASH", "SOCAT", "BUSYBOX"})
    void aResetIsNoEnd(RelayTool tool) throws Exception {
        assumeHas(tool);
        int port = server(client -> {
            client.getOutputStream().write(noise(1000));
            client.getInputStream().read();
            client.setSoLinger(true, 0);
        });
        RelayStream stream = by(tool.command("127.0.0.1", port));
        assertEquals(1000, stream.input().readNBytes(1000).length);
        stream.output().write(1);
        try {
            assertEquals(-1, stream.input().read());
        } catch (IOException broken) {
            // as good
        }
        assertFalse(stream.inputFinished());
    }

    @ParameterizedTest
    @EnumSource(RelayTool.class)
    void aRefusalIsToldInTheWordsOfTheSystem(RelayTool tool) throws Exception {
        assumeHas(tool);
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        OpenRefusedException nobody =
                assertThrows(OpenRefusedException.class, () -> by(tool.command("127.0.0.1", closed)));
        assertEquals(Why.NOBODY, Refusal.of(nobody).why(), nobody.getMessage());
        OpenRefusedException unknown =
                assertThrows(OpenRefusedException.class, () -> by(tool.command("no-such-name.invalid", 80)));
        assertEquals(Why.NAME_UNKNOWN, Refusal.of(unknown).why(), unknown.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = RelayTool.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASH", "BUSYBOX"})
    void aSocketIsReached(RelayTool tool, @TempDir Path folder) throws Exception {
        assumeHas(tool);
        Path path = folder.resolve("a, b.sock");
        ServerSocketChannel server = closing(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = server.accept()) {
                Channels.newInputStream(client).transferTo(Channels.newOutputStream(client));
            } catch (IOException broken) {
                // the test tells what it missed
            }
        });
        RelayStream stream = by(tool.command(path.toString()));
        stream.output().write("hello".getBytes(UTF_8));
        stream.output().close();
        assertEquals("hello", new String(stream.input().readAllBytes(), UTF_8));
    }

    /** What was written before both ends were through still arrives, though the stream is closed at once. */
    @ParameterizedTest
    @EnumSource(
            value = RelayTool.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BASH", "BUSYBOX"})
    void aCloseAfterBothEndsTakesNothingBack(RelayTool tool) throws Exception {
        assumeHas(tool);
        CompletableFuture<Integer> got = new CompletableFuture<>();
        int port = server(client -> {
            client.shutdownOutput();
            int all = 0;
            for (int n; (n = client.getInputStream().readNBytes(1000).length) > 0; ) {
                all += n;
                LockSupport.parkNanos(100_000);
            }
            got.complete(all);
        });
        RelayStream stream = by(tool.command("127.0.0.1", port));
        assertEquals(-1, stream.input().read());
        stream.output().write(noise(800_000));
        stream.output().close();
        stream.close();
        assertEquals(800_000, got.get());
    }

    /** sshd counts each as a session. */
    @Test
    void onlyAFewAreOpenAtOnceAndAClosedOneMakesRoom() throws Exception {
        int port = server(client -> client.getInputStream().read());
        HostRelay relay = new HostRelay("box", link);
        List<ByteStream> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            streams.add(closing(relay.tcp("127.0.0.1", port)));
        }
        OpenRefusedException busy = assertThrows(OpenRefusedException.class, () -> relay.tcp("127.0.0.1", port));
        assertEquals(Reason.BUSY, busy.reason());
        streams.getFirst().close();
        streams.getFirst().close();
        closing(relay.tcp("127.0.0.1", port));
        assertThrows(OpenRefusedException.class, () -> relay.tcp("127.0.0.1", port));
    }
}
