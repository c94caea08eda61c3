package dev.berth.tui.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the bytes of one frame. Grows to the largest and is kept, so that frames make no garbage. */
final class OutputBuffer {
    private byte[] bytes = new byte[1 << 15];
    private int size;

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Forgets what came after the first {@code length} bytes. */
    void cutTo(int length) {
        size = length;
    }

    void bytes(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    void ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    void utf8(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void moveTo(int x, int y) {
        ascii("\033[");
        number(y + 1);
        ascii(";");
        number(x + 1);
        ascii("H");
    }

    /** A number from 0 to 99999, in decimal. */
    private void number(int value) {
        reserve(5);
        for (int unit = 10_000; unit > 0; unit /= 10) {
            if (value >= unit || unit == 1) {
                bytes[size++] = (byte) ('0' + value / unit % 10);
            }
        }
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
