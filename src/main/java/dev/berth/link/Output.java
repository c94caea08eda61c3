package dev.berth.link;

import java.nio.charset.StandardCharsets;

/**
 * What a command left behind.
 *
 * @param truncated a stream was longer than the limit, and its rest was dropped
 */
public record Output(int exit, byte[] stdout, byte[] stderr, boolean truncated) {
    public String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    public String err() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    public boolean ok() {
        return exit == 0;
    }
}
