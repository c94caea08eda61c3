package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalSize;
import dev.berth.tty.OwnTerminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The terminal as a screen: its picture, its modes, its output. Bytes go straight to the file descriptors. Any thread may
 * write; what is written in one call goes out whole.
 */
final class Tty implements Device, AutoCloseable {
    private static final String ALTERNATE = "\033[?1049h";
    private static final String NORMAL = "\033[?1049l";
    /** The scroll region too. That moves the cursor, so only on the alternate screen. */
    private static final String TIDY = OwnTerminal.TIDY + "\033[r\033[?6l";

    private static final byte[] ENTER = bytes(ALTERNATE + TIDY + "\033[?25l\033[?2004h\033[2J\033[H");
    private static final byte[] LEAVE = bytes(TIDY + NORMAL);
    private static final byte[] LEAVE_RAW = bytes(OwnTerminal.TIDY);
    /** How long a restoring thread waits for one that writes: the other end may be dead. */
    private static final long PATIENCE_MILLIS = 1000;

    /** Cooked is as we found it; raw passes all keys; full is raw with our picture on the alternate screen. */
    private enum Mode {
        COOKED,
        RAW,
        FULL,
        CLOSED
    }

    private final OwnTerminal terminal;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Mode mode = Mode.COOKED;

    private Tty(OwnTerminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Takes hold of the terminal without changing or asking it.
     *
     * @throws IOException with a sentence for the person when there is none
     */
    static Tty open(Map<String, String> env) throws IOException {
        String type = env.getOrDefault("TERM", "");
        if (type.isEmpty() || type.equals("dumb")) {
            throw new IOException("The screen needs a terminal that can place the cursor, but TERM is "
                    .concat(type.isEmpty() ? "not set." : "dumb."));
        }
        return new Tty(OwnTerminal.open("The screen"));
    }

    @Override
    public TerminalSize size() {
        OwnTerminal.Cells cells = terminal.size();
        return new TerminalSize(cells.columns(), cells.rows());
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
                terminal.raw();
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
                terminal.raw();
            } else if (mode == Mode.FULL) {
                terminal.raw();
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
                terminal.restore();
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
            terminal.restore();
        }
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
