package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InputTest {
    private final BlockingQueue<TermEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> remote = new LinkedBlockingQueue<>();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final Input input;

    InputTest() throws IOException {
        input = new Input(new PipedInputStream(keyboard, 65536), events::add);
    }

    @BeforeEach
    void start() {
        Thread.ofPlatform().daemon().start(input);
    }

    @Test
    void anEscapeComesWithoutAnotherKey() throws Exception {
        type("\033");
        assertEquals(Key.of(Key.Named.ESC), next());
    }

    @Test
    void unhandledEventsAreTypedAheadAsTheirOwnBytes() throws Exception {
        type("a\033OA\033[A\033[?1;2cä\033[200~p\nq\033[201~");
        List<TermEvent> unhandled = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            unhandled.add(next());
        }
        input.redirect(this::toRemote, () -> unhandled.subList(1, 5));
        assertEquals("\033OA\033[Aäp\rq", remote.take());
        type("\033[B");
        assertEquals("\033[B", remote.take());
    }

    @Test
    void whatWasStillMeantForAShellIsNoKey() throws Exception {
        input.redirect(this::toRemote, List::of);
        type("x");
        assertEquals("x", remote.take());
        input.toApp();
        type("q");

        assertEquals(Key.of('k'), typedUntilHeard("k"));
        assertEquals(0, remote.size());
    }

    @Test
    void aShellReadsWhatWasTypedBeforeItOpenedAndNothingAfterItsEnd() {
        ShellInput shell = new ShellInput();
        shell.accept(new byte[] {'x', 'a', 'b'}, 1, 2);
        byte[] buffer = new byte[8];

        assertEquals(2, shell.read(buffer, 0, 8));
        assertEquals("ab", new String(buffer, 0, 2, StandardCharsets.UTF_8));
        shell.close();
        shell.accept(new byte[] {'c'}, 0, 1);
        assertEquals(-1, shell.read());
    }

    /** What comes first of a key that is pressed again and again. */
    private TermEvent typedUntilHeard(String key) throws Exception {
        TermEvent event = null;
        while (event == null) {
            type(key);
            event = events.poll(50, TimeUnit.MILLISECONDS);
        }
        return event;
    }

    @Test
    void theEndOfInputIsAnEvent() throws Exception {
        keyboard.close();
        assertEquals(new Closed(), next());
    }

    private void toRemote(byte[] bytes, int offset, int length) {
        remote.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    private void type(String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private TermEvent next() throws InterruptedException {
        TermEvent event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? new Paste("nothing came") : event;
    }
}
