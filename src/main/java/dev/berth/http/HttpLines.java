package dev.berth.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The lines of a reply's head, and of the frames of a chunked body, all counted against one limit. */
final class HttpLines {
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    private int left;
    private boolean any;

    HttpLines(InputStream in, int limit) {
        this.in = in;
        this.left = limit;
    }

    /** The next line without its end, in ISO-8859-1 as RFC 9112 section 2.2 has it; a bare LF ends a line too. */
    String next() throws IOException {
        line.setLength(0);
        for (int c; (c = in.read()) != '\n'; ) {
            if (c < 0) {
                throw new EOFException("the stream ended in the middle of a reply");
            }
            any = true;
            if (--left < 0) {
                throw new BadReplyException("the head of the reply is too long");
            }
            line.append((char) c);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }

    /** At least one character came. */
    boolean any() {
        return any;
    }

    static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
