package dev.berth.desktop;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The clipboard of the terminal, which may be on another machine: reached by a control sequence (OSC 52). */
public final class Clipboard {
    /** Terminals drop longer sequences; this many bytes are 100,000 characters of base64. */
    private static final int MOST_BYTES = 74_994;

    private Clipboard() {}

    /** The control sequence that copies {@code text}; empty where it is too long for a terminal to take. */
    public static Optional<String> osc52(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        return Optional.of("\u001b]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\u0007");
    }
}
