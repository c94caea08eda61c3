package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalSize;
import dev.berth.tty.OwnTerminal;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.Theme;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The terminal as the program sees it: events in, frames out. One thread draws, enters, leaves, hands over and closes;
 * {@link #write}, {@link #toScreen}, {@link #invalidate} and the size may be used by any. Whatever ends the program, the
 * terminal is given back as it was found: by {@link #close} or by a shutdown hook.
 */
public final class Terminal implements AutoCloseable {
    private final Tty tty;
    private final Consumer<TermEvent> events;
    private final Input input;
    private final DeltaScreen screen;
    private final Thread restorer = new Thread(this::shutDown, "terminal-restorer");
    private volatile TerminalSize size;
    private boolean reading;

    private Terminal(Tty tty, Theme theme, Consumer<TermEvent> events) {
        this.tty = tty;
        this.events = events;
        this.input = new Input(new FileInputStream(FileDescriptor.in), events);
        this.screen = new DeltaScreen(new LanternaTerminal(tty), new Pens(theme));
        this.size = screen.getTerminalSize();
    }

    /**
     * Takes hold of the terminal; nothing changes on it before {@link #enter}. The theme is the one that fits
     * {@code env}. Events come on the terminal's threads: the consumer only queues them.
     *
     * @throws IOException with a sentence for the person, when standard input or output is no terminal
     */
    public static Terminal open(Map<String, String> env, Consumer<TermEvent> events) throws IOException {
        Thread loader = new Thread(Terminal::loadCells, "cell-loader");
        loader.setDaemon(true);
        loader.start();
        Terminal terminal = new Terminal(Tty.open(env), Theme.fromEnvironment(env), events);
        Runtime.getRuntime().addShutdownHook(terminal.restorer);
        return terminal;
    }

    /** Lanterna's character class loads the locale's text rules; that goes on while the terminal is opened. */
    private static void loadCells() {
        new Pens(Theme.named("mono")).of(Style.TEXT).blank();
    }

    public int columns() {
        return size.getColumns();
    }

    public int rows() {
        return size.getRows();
    }

    /** Full screen: raw keys, the alternate screen, a whole frame next. The first time the keyboard begins to be read. */
    public void enter() {
        try {
            tty.enterFullScreen();
        } catch (IOException gone) {
            lost();
        }
        // It may have changed before anyone listened.
        measure();
        screen.invalidate();
        startReading();
    }

    private void startReading() {
        if (!reading) {
            reading = true;
            Thread reader = new Thread(this::read, "terminal-input");
            reader.setDaemon(true);
            reader.start();
        }
    }

    /** Gives the terminal back as it was found, say to print something; {@link #enter} takes it again. */
    public void leave() {
        try {
            tty.leaveFullScreen();
        } catch (IOException gone) {
            lost();
        }
    }

    /** Draws one frame on a blank canvas and shows what changed; does nothing while the screen is not ours. */
    public void draw(Consumer<Canvas> frame) {
        try {
            if (tty.isFullScreen()) {
                screen.draw(frame);
            }
        } catch (IOException gone) {
            lost();
        }
    }

    /** The next frame writes every cell. */
    public void invalidate() {
        screen.invalidate();
    }

    /** Sends a control sequence that draws nothing, such as a copy, a notice or the bell, never in the middle of a frame. */
    public void write(String control) {
        byte[] bytes = control.getBytes(StandardCharsets.UTF_8);
        toScreen(bytes, 0, bytes.length);
    }

    /** From the next frame on. */
    public void theme(Theme theme) {
        screen.pens(new Pens(theme));
    }

    /**
     * Gives screen and keyboard to a remote shell: the normal screen shows, and keys go to {@code to} as bytes, beginning
     * with those of {@code unhandled}, which takes away the events that were queued but not handled; no key comes while it
     * does. Resizes and ends still come as events.
     */
    public void handOver(RawSink to, Supplier<? extends Collection<? extends TermEvent>> unhandled) {
        try {
            tty.leaveAlternateScreen();
        } catch (IOException gone) {
            lost();
        }
        input.redirect(to, unhandled);
    }

    /** Shows what the remote shell says. */
    public void toScreen(byte[] bytes, int offset, int length) {
        try {
            tty.send(bytes, offset, length);
        } catch (IOException gone) {
            lost();
        }
    }

    /** Ends the hand-over: the screen is ours, and soon keys are events again. What was still meant for the shell is lost. */
    public void takeBack() {
        input.toApp();
        enter();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already and does the same.
        }
        tty.close();
    }

    /** On SIGTERM, SIGHUP or an exit from anywhere. Other threads may be anywhere too: waits for none of them long. */
    private void shutDown() {
        tty.restore();
        events.accept(new Closed());
    }

    /** Writing fails only when the terminal is gone: the end of the program, not an error to handle at each call. */
    private void lost() {
        events.accept(new Closed());
    }

    /** The keyboard's thread. Signals first: JLine needs reflection for them, which the first frame does not wait for. */
    private void read() {
        OwnTerminal.on("WINCH", this::resized);
        OwnTerminal.on("CONT", this::resumed);
        OwnTerminal.on("INT", this::interrupted);
        if (measure()) {
            resized();
        }
        input.run();
    }

    /** Comes from kill(1) only, since ^C is a key. */
    private void interrupted() {
        events.accept(new Closed());
    }

    private void resized() {
        if (tty.isClosed()) {
            return;
        }
        measure();
        events.accept(new Resized(columns(), rows()));
    }

    /** Signals are handled on threads of their own: without the lock an older size could come last. */
    private synchronized boolean measure() {
        TerminalSize now = tty.size();
        if (now.equals(size)) {
            return false;
        }
        size = now;
        screen.resize(now);
        return true;
    }

    private void resumed() {
        if (tty.isClosed()) {
            return;
        }
        try {
            tty.resume();
        } catch (IOException gone) {
            // The reader meets the same end and says so.
        }
        screen.invalidate();
        // The size may have changed while nobody listened.
        resized();
        events.accept(new Resumed());
    }
}
