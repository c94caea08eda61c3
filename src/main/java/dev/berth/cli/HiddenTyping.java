package dev.berth.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is typed is not shown until this is closed, or the program ends, by Ctrl-C for instance. */
final class HiddenTyping implements AutoCloseable {
    private final File tty;
    private final String before;
    private final Thread hook = new Thread(this::restore, "restore-terminal");

    private HiddenTyping(File tty, String before) {
        this.tty = tty;
        this.before = before;
    }

    static HiddenTyping on(File tty) throws IOException {
        HiddenTyping hidden = new HiddenTyping(tty, stty(tty, "-g").strip());
        try {
            Runtime.getRuntime().addShutdownHook(hidden.hook);
        } catch (IllegalStateException ending) {
            throw new IOException("the program is ending", ending);
        }
        stty(tty, "-echo");
        return hidden;
    }

    private void restore() {
        try {
            stty(tty, before.isEmpty() ? "echo" : before);
        } catch (IOException gone) {
            // a terminal that is gone needs no echo
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

    private static String stty(File tty, String mode) throws IOException {
        Process process = new ProcessBuilder("stty", mode)
                .redirectInput(tty)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
