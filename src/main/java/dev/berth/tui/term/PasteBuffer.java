package dev.berth.tui.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the bytes of a bracketed paste up to its end mark. Keeps a megabyte and drops the rest. */
final class PasteBuffer {
    private static final int LIMIT = 1 << 20;
    private static final byte[] END = "\033[201~".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = {};
    private int size;
    private int matched;

    /** Takes one byte; true when it ended the paste. */
    boolean add(int b) {
        if (b == END[matched]) {
            return ++matched == END.length;
        }
        for (int i = 0; i < matched; i++) {
            keep(END[i]);
        }
        matched = b == END[0] ? 1 : 0;
        if (matched == 0) {
            keep((byte) b);
        }
        return false;
    }

    /** The paste as far as it came; the buffer is empty afterwards. */
    Paste take() {
        String text = new String(bytes, 0, size, StandardCharsets.UTF_8);
        bytes = new byte[0];
        size = 0;
        matched = 0;
        return new Paste(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    private void keep(byte b) {
        if (size == LIMIT) {
            return;
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(256, size * 2)));
        }
        bytes[size++] = b;
    }
}
