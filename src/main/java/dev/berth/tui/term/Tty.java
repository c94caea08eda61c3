package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * The terminal of the process: its modes, its size, its output. JLine talks to the kernel; bytes go straight to the file
 * descriptors. Any thread may write; what is written in one call goes out whole.
 */
final class Tty implements Device, AutoCloseable {
    private static final String ALTERNATE = "\033[?1049h";
    private static final String NORMAL = "\033[?1049l";
    /**
     * Switches off what this or a remote program may have left on: an update that was begun, colours, pastes, mouse and
     * focus reports, application keys, insert mode, another character set, a hidden cursor.
     */
    private static final String TIDY_IN_PLACE =
            "\033[?2026l\033[0m\033[?2004l\033[?1000l\033[?1002l\033[?1003l\033[?1004l"
                    + "\033[?1006l\033[?1l\033>\033[?7h\033[4l\033(B\017\033[?25h";
    /** The scroll region too. That moves the cursor, so only on the alternate screen. */
    private static final String TIDY = TIDY_IN_PLACE + "\033[r\033[?6l";

    private static final byte[] ENTER = bytes(ALTERNATE + TIDY + "\033[?25l\033[?2004h\033[2J\033[H");
    private static final byte[] LEAVE = bytes(TIDY + NORMAL);
    private static final byte[] LEAVE_RAW = bytes(TIDY_IN_PLACE);
    /** How long a restoring thread waits for one that writes: the other end may be dead. */
    private static final long PATIENCE_MILLIS = 1000;
    /** For a terminal that does not know its size, as over some serial lines. */
    private static final TerminalSize USUAL_SIZE = new TerminalSize(80, 24);

    /** Cooked is as we found it; raw passes all keys; full is raw with our picture on the alternate screen. */
    private enum Mode {
        COOKED,
        RAW,
        FULL,
        CLOSED
    }

    private final Pty pty;
    private final Attributes found;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Mode mode = Mode.COOKED;

    private Tty(Pty pty) throws IOException {
        this.pty = pty;
        this.found = pty.getAttr();
    }

    /**
     * Takes hold of the terminal without changing or asking it. JLine's own terminal class is passed by: it would parse
     * capabilities and start readers that nobody needs, and that is half of the time to the first frame.
     *
     * @throws IOException with a sentence for the person when there is none
     */
    static Tty open(Map<String, String> env) throws IOException {
        String type = env.getOrDefault("TERM", "");
        if (type.isEmpty() || type.equals("dumb")) {
            throw new IOException("The screen needs a terminal that can place the cursor, but TERM is "
                    .concat(type.isEmpty() ? "not set." : "dumb."));
        }
        return new Tty(pty());
    }

    private static Pty pty() throws IOException {
        try {
            JniTerminalProvider provider = new JniTerminalProvider();
            requireTerminal(provider);
            return provider.current(SystemStream.Output);
        } catch (RuntimeException | LinkageError noNative) {
            return ptyWithoutNative();
        }
    }

    /** Runs stty(1) instead: for systems that let no native library be loaded. */
    private static Pty ptyWithoutNative() throws IOException {
        ExecTerminalProvider provider = new ExecTerminalProvider();
        requireTerminal(provider);
        return provider.current(SystemStream.Output);
    }

    private static void requireTerminal(TerminalProvider provider) throws IOException {
        if (!provider.isSystemStream(SystemStream.Input) || !provider.isSystemStream(SystemStream.Output)) {
            throw new IOException("The screen needs a terminal, but standard input or output is none.");
        }
    }

    @Override
    public TerminalSize size() {
        try {
            Size size = pty.getSize();
            if (size.getColumns() > 0 && size.getRows() > 0) {
                return new TerminalSize(size.getColumns(), size.getRows());
            }
        } catch (IOException gone) {
            // The reader meets the same end and says so.
        }
        return USUAL_SIZE;
    }

    boolean isClosed() {
        return mode == Mode.CLOSED;
    }

    boolean isFullScreen() {
        return mode == Mode.FULL;
    }

    @Override
    public void enterFullScreen() throws IOException {
        lock.lock();
        try {
            if (mode != Mode.CLOSED) {
                raw();
                mode = Mode.FULL;
                put(ENTER);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Back to the normal screen, for a remote shell: keys stay raw. */
    void leaveAlternateScreen() throws IOException {
        lock.lock();
        try {
            if (mode == Mode.FULL) {
                mode = Mode.RAW;
                put(LEAVE);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leaveFullScreen() throws IOException {
        lock.lock();
        try {
            giveBack();
        } finally {
            lock.unlock();
        }
    }

    /** After a stop the shell has had the terminal: takes it again as it was. */
    void resume() throws IOException {
        lock.lock();
        try {
            if (mode == Mode.RAW) {
                raw();
            } else if (mode == Mode.FULL) {
                raw();
                put(ENTER);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] frame, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (mode == Mode.FULL) {
                out.write(frame, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes bytes that are no frame: a control sequence, or what a remote shell says. */
    void send(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (mode != Mode.CLOSED) {
                out.write(bytes, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the terminal back as it was found. Never waits long, so a shutdown hook may call it. */
    void restore() {
        boolean locked = tryLock();
        try {
            if (locked) {
                giveBack();
            } else {
                pty.setAttr(found);
            }
        } catch (IOException | RuntimeException gone) {
            // The terminal is gone; there is nothing left to restore.
        } finally {
            mode = Mode.CLOSED;
            if (locked) {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        restore();
    }

    private boolean tryLock() {
        try {
            return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void giveBack() throws IOException {
        Mode was = mode;
        if (was == Mode.COOKED || was == Mode.CLOSED) {
            return;
        }
        mode = Mode.COOKED;
        try {
            put(was == Mode.FULL ? LEAVE : LEAVE_RAW);
        } finally {
            pty.setAttr(found);
        }
    }

    private void raw() throws IOException {
        Attributes raw = new Attributes(found);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
        raw.setInputFlags(
                EnumSet.of(
                        InputFlag.IXON,
                        InputFlag.ICRNL,
                        InputFlag.INLCR,
                        InputFlag.IGNCR,
                        InputFlag.BRKINT,
                        InputFlag.PARMRK,
                        InputFlag.INPCK,
                        InputFlag.ISTRIP),
                false);
        raw.setOutputFlags(EnumSet.of(OutputFlag.OPOST), false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        pty.setAttr(raw);
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
