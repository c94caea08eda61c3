package dev.berth.demo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Ends lines as a terminal's driver would: by both characters. */
final class TerminalStream extends FilterOutputStream {
    TerminalStream(OutputStream out) {
        super(out);
    }

    /** In one piece: each write is a packet. Bytes of UTF-8 beyond ASCII never look like a line end. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
