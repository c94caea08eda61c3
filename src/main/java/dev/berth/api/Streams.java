package dev.berth.api;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a command reads and writes.
 *
 * @param stderr gets nothing from a command on a pty, which has one output
 * @param window of the terminal that all this happens in; where there is none it never changes
 */
public record Streams(InputStream stdin, OutputStream stdout, OutputStream stderr, Window window) {
    public static Streams piped(InputStream stdin, OutputStream stdout, OutputStream stderr) {
        return new Streams(stdin, stdout, stderr, new Window());
    }
}
