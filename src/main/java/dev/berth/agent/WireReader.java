package dev.berth.agent;

import dev.berth.api.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines and frames, bounded in size. One thread reads; a connection may change from lines to frames once. */
final class WireReader {
    private static final int BUFFER = 64 << 10;
    private static final Protocol.Frame[] TYPES = Protocol.Frame.values();

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;

    WireReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; null where the other side has closed. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream(0);
        while (true) {
            int newline = indexOfNewline();
            if (newline >= 0) {
                start.write(buffer, next, newline - next);
                next = newline + 1;
                return start.toString(StandardCharsets.UTF_8);
            }
            start.write(buffer, next, end - next);
            if (start.size() > Protocol.MAX_LINE) {
                throw new IOException("a line longer than " + Protocol.MAX_LINE + " bytes");
            }
            if (!fill()) {
                return null;
            }
        }
    }

    /** The next frame; null where the other side has closed between two. */
    @Nullable
    WireFrame frame() throws IOException {
        if (next == end && !fill()) {
            return null;
        }
        int type = octet();
        int length = octet() << 24 | octet() << 16 | octet() << 8 | octet();
        if (type >= TYPES.length || length < 0 || length > Protocol.MAX_FRAME) {
            throw new IOException("a frame of type " + type + " and length " + length);
        }
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            need();
            int part = Math.min(length - filled, end - next);
            System.arraycopy(buffer, next, bytes, filled, part);
            next += part;
            filled += part;
        }
        return new WireFrame(TYPES[type], bytes);
    }

    private int octet() throws IOException {
        need();
        return buffer[next++] & 0xff;
    }

    private void need() throws IOException {
        if (next == end && !fill()) {
            throw new EOFException("the stream ended within a frame");
        }
    }

    private int indexOfNewline() {
        for (int i = next; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        next = 0;
        end = Math.max(read, 0);
        return read > 0;
    }
}
