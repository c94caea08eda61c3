package dev.berth.cli;

import dev.berth.tty.OwnTerminal;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keys go on as they are until this is closed, or the program ends, by a signal for instance. */
final class RawTyping implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RawTyping.class.getName());

    private final OwnTerminal terminal;
    private final Thread hook = new Thread(this::restore, "restore-terminal");

    private RawTyping(OwnTerminal terminal) {
        this.terminal = terminal;
    }

    /** @throws IOException where the terminal is gone, or the program is ending */
    static RawTyping on(OwnTerminal terminal) throws IOException {
        RawTyping raw = new RawTyping(terminal);
        try {
            Runtime.getRuntime().addShutdownHook(raw.hook);
        } catch (IllegalStateException ending) {
            throw new IOException("the program is ending", ending);
        }
        terminal.raw();
        return raw;
    }

    private void restore() {
        try {
            terminal.restore();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a terminal that is gone needs no modes", gone);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // then the hook does the same once more
        }
    }
}
