package dev.berth.local;

import dev.berth.link.ByteQueue;
import dev.berth.link.Command;
import dev.berth.link.RemotePty;
import dev.berth.tty.ChildTerminal;
import dev.berth.tty.OwnTerminal.Cells;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A child on a pseudo-terminal of its own. */
final class LocalPty implements RemotePty {
    private static final Logger LOG = Logger.getLogger(LocalPty.class.getName());
    private static final int PIECE = 32 << 10;
    /** What was started in the background may hold the terminal on; whoever waits for the shell does not wait for that. */
    private static final long LAST_WORDS_MILLIS = 500;

    /** How a pty begins. */
    record Terminal(String term, int columns, int rows) {}

    private final ChildTerminal terminal;
    private final Process process;
    private final Consumer<AutoCloseable> forget;
    private final ByteQueue printed = new ByteQueue();
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private volatile boolean closed;

    private LocalPty(ChildTerminal terminal, Process process, Consumer<AutoCloseable> forget) {
        this.terminal = terminal;
        this.process = process;
        this.forget = forget;
    }

    static LocalPty start(Children children, @Nullable Command command, Terminal wanted, Consumer<AutoCloseable> forget)
            throws IOException {
        ChildTerminal terminal = ChildTerminal.open(new Cells(wanted.columns(), wanted.rows()));
        try {
            LocalPty pty = new LocalPty(terminal, children.startOn(terminal.path(), wanted.term(), command), forget);
            // a platform thread: nothing wakes it from the kernel before the terminal's end
            Thread.ofPlatform().daemon().name("local-pty").start(pty::read);
            pty.process.onExit().thenRun(() -> Thread.ofVirtual().start(pty::exited));
            return pty;
        } catch (IOException failed) {
            terminal.close();
            throw failed;
        }
    }

    private void read() {
        byte[] piece = new byte[PIECE];
        try (terminal) {
            InputStream in = terminal.printed();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                printed.put(Arrays.copyOf(piece, n));
            }
        } catch (IOException ended) {
            // on Linux the end of a pseudo-terminal is an error
            LOG.log(Level.FINEST, "the end of a terminal", ended);
        }
        drained.complete(true);
    }

    private void exited() {
        try {
            terminal.leaveToChild();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a terminal that is closed already", gone);
        }
        drained.completeOnTimeout(false, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        printed.end(closed ? new IOException("the shell was closed before it ended") : null);
        forget.accept(this);
    }

    @Override
    public OutputStream stdin() {
        return terminal.typed();
    }

    @Override
    public InputStream stdout() {
        return printed;
    }

    @Override
    public InputStream stderr() {
        return InputStream.nullInputStream();
    }

    @Override
    public int await(Duration deadline) throws IOException {
        return Ended.await(process, deadline);
    }

    @Override
    public void resize(int columns, int rows) throws IOException {
        terminal.resize(new Cells(columns, rows));
    }

    @Override
    public void close() {
        closed = process.isAlive();
        forget.accept(this);
        Ended.hangUp(process);
    }
}
