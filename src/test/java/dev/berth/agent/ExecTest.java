package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecTest {
    @TempDir
    Path directory;

    private TestAgent agent;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @BeforeEach
    void open() throws IOException {
        agent = new TestAgent(directory);
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void tenMegabytesGoThereAndBackUnchanged() throws Exception {
        byte[] sent = new byte[10 << 20];
        new Random(7).nextBytes(sent);

        assertEquals(0, exec(new ByteArrayInputStream(sent), "cat"));
        assertArrayEquals(sent, stdout.toByteArray());
        assertTrue(agent.lost.isEmpty(), "the end of a command is no loss");
    }

    @Test
    void exitCodeAndStandardErrorArrive() throws Exception {
        assertEquals(42, exec(InputStream.nullInputStream(), "complain", "42"));
        assertEquals("no such thing\n", stderr.toString(StandardCharsets.UTF_8));
        assertEquals(0, stdout.size());
    }

    @Test
    void sizesOfTheTerminalArrive() throws Exception {
        Window window = new Window();
        window.resize(101, 31);
        Request.Exec request = new Request.Exec("gpu1", null, List.of("size"), new Request.Pty("xterm", 80, 24));
        try (AgentClient client = agent.connect()) {
            client.stream(request, new Streams(InputStream.nullInputStream(), stdout, stderr, window));
        }

        assertEquals("80x24 101x31", stdout.toString(StandardCharsets.UTF_8));
    }

    @Test
    void problemBeforeTheCommandArrives() {
        ProblemException problem =
                assertThrows(ProblemException.class, () -> exec(InputStream.nullInputStream(), "missing"));

        assertEquals(Code.CONTAINER_NOT_FOUND, problem.problem().code());
    }

    @Test
    void interruptedClientEndsTheCommand() throws Exception {
        Thread client = Thread.ofPlatform().start(() -> {
            assertThrows(InterruptedException.class, () -> exec(InputStream.nullInputStream(), "hang"));
        });
        Await.until("the command runs", () -> agent.fleet.waiting.get() == 1);
        assertEquals(1, agent.server.status().shells());
        client.interrupt();

        Await.until("it was ended", () -> agent.fleet.interrupted.get() == 1);
        Await.until("no shell is open", () -> agent.server.status().shells() == 0);
    }

    @Test
    void clientThatLeavesEndsACommandThatReadsNothing() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'y';
            }
        };
        Thread client = Thread.ofPlatform().start(() -> {
            assertThrows(InterruptedException.class, () -> exec(endless, "hang"));
        });
        Await.until("the command runs", () -> agent.fleet.waiting.get() == 1);
        client.interrupt();

        Await.until("it was ended", () -> agent.fleet.interrupted.get() == 1);
    }

    @Test
    void closedOutputEndsTheCommand() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("no space left");
            }
        };
        AgentClient client = agent.connect();
        ProblemException problem = assertThrows(
                ProblemException.class,
                () -> client.stream(
                        request("cat"), Streams.piped(new ByteArrayInputStream(new byte[9]), full, stderr)));

        assertEquals(Code.INTERRUPTED, problem.problem().code());
        Await.until("no shell is open", () -> agent.server.status().shells() == 0);
    }

    private int exec(InputStream stdin, String... command) throws ProblemException, InterruptedException {
        try (AgentClient client = agent.connect()) {
            return client.stream(request(command), Streams.piped(stdin, stdout, stderr));
        }
    }

    private static Request.Exec request(String... command) {
        return new Request.Exec("gpu1", null, List.of(command), null);
    }
}
