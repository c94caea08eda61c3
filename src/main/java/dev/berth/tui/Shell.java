package dev.berth.tui;

import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.Window;
import dev.berth.tui.model.Size;
import dev.berth.tui.term.ShellInput;
import dev.berth.tui.term.Terminal;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The terminal's ends for one remote shell. Closing it releases the keyboard. */
final class Shell implements AutoCloseable {
    private final Terminal terminal;
    private final String term;
    private final ShellInput keys = new ShellInput();
    private final Window window = new Window();

    Shell(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.term = environment.getOrDefault("TERM", "xterm");
    }

    Request.Exec request(String host, @Nullable String container) {
        return new Request.Exec(host, container, List.of(), pty());
    }

    Request.Exec command(String host, List<String> command) {
        return new Request.Exec(host, null, command, pty());
    }

    /** Docker's own words, whose complaint stays to be read. */
    Request.Docker docker(String host, List<String> words) {
        return new Request.Docker(host, words, pty(), true);
    }

    private Request.Pty pty() {
        return new Request.Pty(term, terminal.columns(), terminal.rows());
    }

    ShellInput keys() {
        return keys;
    }

    Streams streams() {
        OutputStream out = new Output();
        return new Streams(keys, out, out, window);
    }

    /** On a thread of its own: it waits while the agent takes nothing, and the screen's thread must not. */
    void resized(Size size) {
        Thread.ofVirtual().name("shell-resize").start(() -> window.resize(size.columns(), size.rows()));
    }

    @Override
    public void close() {
        keys.close();
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            terminal.toScreen(bytes, offset, length);
        }
    }
}
