package dev.berth.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every link must do, whatever carries it: a POSIX host with a shell at its far end. */
@Timeout(300)
public abstract class LinkContract {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Link link;
    private ExecutorService threads;

    /** Opens the link; the contract closes it. */
    protected abstract Link open() throws Exception;

    /** Whether the host gives out real ptys. */
    protected boolean hasPtys() {
        return true;
    }

    /** Whether the host lets one direction of a stream end before the other. */
    protected boolean halfCloses() {
        return true;
    }

    /** Whether there is a way to measure. */
    protected boolean isAway() {
        return true;
    }

    /** Whether the host still takes what is sent after its own direction has ended. */
    protected boolean takesAfterItsEnd() {
        return halfCloses();
    }

    /** How many bytes a command of the host can pass on while it is being fed. */
    protected int feed() {
        return 3 << 20;
    }

    protected final Link link() {
        return link;
    }

    @BeforeEach
    final void openTheLink() throws Exception {
        link = open();
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    final void closeTheLink() {
        if (link != null) {
            link.close();
        }
        if (threads != null) {
            threads.shutdown();
        }
    }

    @Test
    void tellsExitCodeAndBothOutputsOfACommand() throws IOException {
        Output output = link.run(Command.script("echo out; echo err >&2; exit 7"), SOON);

        assertEquals(7, output.exit());
        assertEquals("out\n", output.out());
        assertEquals("err\n", output.err());
    }

    @Test
    void passesArgumentsAsTheyAre() throws IOException {
        String odd = "a 'b' \"c\" $HOME `id` \\ * ~ \n ü";

        assertEquals(odd, link.run(Command.of("printf", "%s", odd), SOON).out());
    }

    @Test
    void tellsThatASignalEndedACommand() throws IOException {
        assertEquals(137, link.run(Command.script("kill -9 $$"), SOON).exit());
    }

    @Test
    void feedsACommandAndEndsItsInput() throws IOException {
        byte[] input = bytes(feed());

        Output output = link.run(Command.of("cat"), input, SOON, 8 << 20);

        assertArrayEquals(input, output.stdout());
    }

    @Test
    void takesBigOutputWhole() throws IOException {
        Output output = link.run(Command.script("head -c 30000000 /dev/zero"), new byte[0], SOON, 40_000_000);

        assertEquals(30_000_000, output.stdout().length);
        assertFalse(output.truncated());
    }

    @Test
    void dropsOutputBeyondTheLimitButEnds() throws IOException {
        Output output = link.run(Command.script("head -c 5000000 /dev/zero; exit 3"), new byte[0], SOON, 1000);

        assertEquals(1000, output.stdout().length);
        assertTrue(output.truncated());
        assertEquals(3, output.exit());
    }

    @Test
    void endsACommandThatTakesTooLong() throws IOException {
        assertThrows(DeadlineException.class, () -> link.run(Command.of("sleep", "60"), Duration.ofMillis(300)));

        assertEquals("on\n", link.run(Command.of("echo", "on"), SOON).out());
    }

    @Test
    void closingACommandReleasesWhoReadsIt() throws Exception {
        RemoteCommand command = link.start(Command.of("sleep", "60"));
        Future<?> reader = threads.submit(
                () -> assertThrows(IOException.class, () -> command.stdout().read()));

        command.close();

        await(reader);
        assertThrows(IOException.class, () -> command.await(SOON));
    }

    @Test
    void runsMoreCommandsAtOnceThanAHostAllows() throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String word = "word" + i;
            answers.add(threads.submit(() ->
                    link.run(Command.script("sleep 0.1; echo $1", word), SOON).out()));
        }

        for (int i = 0; i < answers.size(); i++) {
            assertEquals("word" + i + "\n", await(answers.get(i)));
        }
    }

    @Test
    void givesAPtyThatKnowsItsSize() throws IOException {
        Assumptions.assumeTrue(hasPtys(), "no ptys there");

        try (RemotePty pty =
                link.pty(Command.script("stty size; read go; stty size; exit 4"), "xterm-256color", 101, 31)) {
            assertEquals("31 101", line(pty.stdout()));
            pty.resize(55, 22);
            pty.stdin().write("go\n".getBytes(UTF_8));
            assertEquals("go", line(pty.stdout()));
            assertEquals("22 55", line(pty.stdout()));
            assertEquals(4, pty.await(SOON));
        }
    }

    @Test
    void givesALoginShellOnAPty() throws IOException {
        Assumptions.assumeTrue(hasPtys(), "no ptys there");

        try (RemotePty pty = link.pty(null, "xterm", 80, 24)) {
            pty.stdin().write("exit 5\n".getBytes(UTF_8));
            assertEquals(5, pty.await(SOON));
        }
    }

    @Test
    void aShellWaitsBehindNoCommand() throws Exception {
        Assumptions.assumeTrue(hasPtys(), "no ptys there");
        for (int i = 0; i < 6; i++) {
            link.start(Command.of("sleep", "60"));
        }
        for (int i = 0; i < 6; i++) {
            threads.submit(() -> link.start(Command.of("sleep", "60")));
        }

        try (RemotePty pty = link.pty(Command.script("exit 6"), "xterm", 80, 24)) {
            assertEquals(6, pty.await(SOON));
        }
    }

    @Test
    void carriesAStreamBothWaysAndEndsEachByItself() throws Exception {
        Assumptions.assumeTrue(halfCloses(), "that server ends both directions at once");
        byte[] sent = bytes(2 << 20);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        Consumer<ByteStream> far = stream -> {
            try {
                arrived.complete(stream.input().readAllBytes());
                stream.output().write("thanks".getBytes(UTF_8));
                stream.output().close();
            } catch (IOException failed) {
                arrived.completeExceptionally(failed);
            }
        };

        try (RemoteListener listener = link.listen("127.0.0.1", 0, far);
                ByteStream near = link.tcp("127.0.0.1", listener.port())) {
            near.output().write(sent);
            near.output().close();

            assertEquals("thanks", new String(near.input().readAllBytes(), UTF_8));
            assertTrue(near.inputFinished());
            assertArrayEquals(sent, await(arrived));
        }
    }

    @Test
    void uploadsAfterTheFarEndHasFinished() throws Exception {
        Assumptions.assumeTrue(takesAfterItsEnd(), "that server ends both directions at once");
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        Consumer<ByteStream> far = stream -> {
            try {
                stream.output().close();
                arrived.complete(stream.input().readAllBytes());
            } catch (IOException failed) {
                arrived.completeExceptionally(failed);
            }
        };
        byte[] sent = bytes(4 << 20);

        try (RemoteListener listener = link.listen("127.0.0.1", 0, far);
                ByteStream near = link.tcp("127.0.0.1", listener.port())) {
            assertEquals(-1, near.input().read());
            near.output().write(sent);
            near.output().close();

            assertArrayEquals(sent, await(arrived));
        }
    }

    @Test
    @SuppressWarnings("try")
    void aStreamThatNobodyReadsHoldsUpNoOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (RemoteListener listener = link.listen("127.0.0.1", 0, stream -> hold(release));
                ByteStream stuck = link.tcp("127.0.0.1", listener.port())) {
            Future<?> writer = threads.submit(() -> assertThrows(IOException.class, () -> fill(stuck)));

            assertEquals("on\n", link.run(Command.of("echo", "on"), SOON).out());
            assertFalse(writer.isDone());
            stuck.close();

            await(writer);
            assertEquals("on\n", link.run(Command.of("echo", "on"), SOON).out());
        } finally {
            release.countDown();
        }
    }

    @Test
    void survivesStreamsThatAreDroppedWhileDataComes() throws Exception {
        Consumer<ByteStream> far = stream -> {
            try {
                fill(stream);
            } catch (IOException dropped) {
                // as it should be
            }
        };
        try (RemoteListener listener = link.listen("127.0.0.1", 0, far)) {
            for (int i = 0; i < 20; i++) {
                try (ByteStream near = link.tcp("127.0.0.1", listener.port())) {
                    near.input().readNBytes(1000);
                }
            }
            assertEquals("on\n", link.run(Command.of("echo", "on"), SOON).out());
        }
        assertTrue(link.isOpen());
    }

    @Test
    void saysThatNothingListensAndLivesOn() throws IOException {
        OpenRefusedException refused = assertThrows(OpenRefusedException.class, () -> link.tcp("127.0.0.1", 1));

        assertEquals(OpenRefusedException.Reason.CONNECT_FAILED, refused.reason());
        assertEquals("on\n", link.run(Command.of("echo", "on"), SOON).out());
    }

    @Test
    void saysThatAUnixSocketCannotBeReached() throws IOException {
        assertThrows(OpenRefusedException.class, () -> link.unix("/nowhere/at.all"));

        assertTrue(link.isOpen());
    }

    @Test
    void stopsListening() throws IOException {
        RemoteListener listener = link.listen("127.0.0.1", 0, stream -> {});
        int port = listener.port();
        listener.close();

        // a session that sshd is just starting has inherited the port, and holds it for a moment
        long end = System.nanoTime() + SOON.toNanos();
        boolean accepts = accepts(port);
        while (accepts && System.nanoTime() < end) {
            accepts = accepts(port);
        }
        assertFalse(accepts);
    }

    private boolean accepts(int port) throws IOException {
        try {
            link.tcp("127.0.0.1", port).close();
            return true;
        } catch (OpenRefusedException refused) {
            return false;
        }
    }

    @Test
    void saysThatAPortIsTaken() throws IOException {
        try (RemoteListener listener = link.listen("127.0.0.1", 0, stream -> {})) {
            assertThrows(OpenRefusedException.class, () -> link.listen("127.0.0.1", listener.port(), stream -> {}));
        }
    }

    @Test
    void closingEndsAllItGave() throws Exception {
        RemoteCommand command = link.start(Command.of("sleep", "60"));
        CountDownLatch release = new CountDownLatch(1);
        RemoteListener listener = link.listen("127.0.0.1", 0, stream -> hold(release));
        ByteStream stream = link.tcp("127.0.0.1", listener.port());
        Future<?> reader = threads.submit(
                () -> assertThrows(IOException.class, () -> command.stdout().read()));
        Future<?> writer = threads.submit(() -> assertThrows(IOException.class, () -> fill(stream)));

        link.close();

        await(reader);
        await(writer);
        release.countDown();
        assertFalse(link.isOpen());
        assertFalse(await(link.gone()).isEmpty());
        assertThrows(IOException.class, () -> link.start(Command.of("true")));
        assertThrows(IOException.class, () -> link.tcp("127.0.0.1", 1));
        link.close();
    }

    @Test
    void measuresTheWayThereAndBack() throws Exception {
        Assumptions.assumeTrue(isAway(), "it is here");
        long end = System.nanoTime() + SOON.toNanos();
        while (link.roundTrip() == null && System.nanoTime() < end) {
            link.run(Command.of("true"), SOON);
        }

        assertTrue(link.roundTrip() != null && link.roundTrip().isPositive());
    }

    private static void fill(ByteStream stream) throws IOException {
        byte[] chunk = new byte[64 << 10];
        for (int i = 0; i < 10_000; i++) {
            stream.output().write(chunk);
        }
    }

    private static void hold(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException stopped) {
            throw new UncheckedIOException(new IOException(stopped));
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
