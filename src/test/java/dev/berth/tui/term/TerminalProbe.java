package dev.berth.tui.term;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A small program on the terminal, for tests on a pseudo-terminal: shows its size and the last event. {@code q} quits,
 * {@code !} crashes, {@code x} exits from another thread, {@code s} hands over to a shell that echoes.
 */
final class TerminalProbe implements AutoCloseable {
    private static final int DETACH = 0x1d;

    private final BlockingQueue<TermEvent> events = new LinkedBlockingQueue<>();
    private final Terminal terminal;
    private String last = "none";
    private int count;

    private TerminalProbe() throws IOException {
        terminal = Terminal.open(System.getenv(), events::add);
    }

    public static void main(String[] args) throws InterruptedException {
        try (TerminalProbe probe = new TerminalProbe()) {
            probe.terminal.enter();
            probe.run();
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.out.println("bye");
    }

    private void run() throws InterruptedException {
        while (true) {
            terminal.draw(this::render);
            TermEvent event = events.take();
            count++;
            last = describe(event);
            if (event instanceof Closed || event.equals(Key.of('q'))) {
                return;
            }
            act(event);
        }
    }

    private void act(TermEvent event) throws InterruptedException {
        if (event.equals(Key.of('!'))) {
            throw new IllegalStateException("planted crash");
        } else if (event.equals(Key.of('x'))) {
            Thread.ofPlatform().start(() -> System.exit(7)).join();
        } else if (event.equals(Key.of('s'))) {
            shell();
        } else if (event.equals(Key.of('c'))) {
            terminal.write("\033]52;c;YQ==\007");
        }
    }

    private void render(Canvas canvas) {
        canvas.text(0, 0, "size " + canvas.width() + "x" + canvas.height(), Style.TITLE);
        canvas.text(0, 1, "last " + last, Style.TEXT);
        canvas.text(0, 2, "count " + count, Style.TEXT);
        canvas.text(0, canvas.height() - 1, "漢字 🚀 end", Style.OK);
    }

    private static String describe(TermEvent event) {
        return switch (event) {
            case Key key -> "key " + key.name();
            case Paste paste ->
                "paste " + paste.text().length() + " hash " + paste.text().hashCode();
            case Resized resized -> "resized " + resized.columns() + "x" + resized.rows();
            case Resumed resumed -> "resumed";
            case Closed closed -> "closed";
        };
    }

    /** Echoes until ctrl-] comes. */
    private void shell() {
        ShellInput keys = new ShellInput();
        terminal.handOver(keys, this::unhandled);
        terminal.toScreen("SHELL\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 7);
        for (int key = keys.read(); key != DETACH; key = keys.read()) {
            echo((byte) key);
        }
        keys.close();
        terminal.takeBack();
    }

    private List<TermEvent> unhandled() {
        List<TermEvent> unhandled = new ArrayList<>();
        events.drainTo(unhandled);
        return unhandled;
    }

    private void echo(byte b) {
        byte[] shown = b == 0x1b ? new byte[] {'<', 'E', 'S', 'C', '>'} : new byte[] {b};
        terminal.toScreen(shown, 0, shown.length);
    }

    @Override
    public void close() {
        terminal.close();
    }
}
