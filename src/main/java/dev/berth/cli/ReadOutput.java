package dev.berth.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output that says when nobody reads it any more, which a PrintStream keeps to itself. */
final class ReadOutput extends OutputStream {
    private final PrintStream out;

    ReadOutput(PrintStream out) {
        this.out = out;
    }

    /** Whoever read it is gone. */
    boolean unread() {
        return out.checkError();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        flush();
    }

    @Override
    public void flush() throws IOException {
        if (unread()) {
            throw new IOException("nobody reads standard output");
        }
    }
}
