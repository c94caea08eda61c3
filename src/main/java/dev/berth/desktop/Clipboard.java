package dev.berth.desktop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clipboard: the terminal's, which may be on another machine, by a control sequence (OSC 52), and this desktop's by a
 * program of it, since not every terminal takes the sequence.
 */
public final class Clipboard {
    /** Terminals drop longer sequences; this many bytes are 100,000 characters of base64. */
    private static final int MOST_BYTES = 74_994;

    private static final long MOST_SECONDS = 3;
    private static final List<List<String>> PROGRAMS = List.of(
            List.of("WAYLAND_DISPLAY", "wl-copy"),
            List.of("DISPLAY", "xclip", "-selection", "clipboard"),
            List.of("DISPLAY", "xsel", "--clipboard", "--input"));

    private Clipboard() {}

    /** The control sequence that copies {@code text}; empty where it is too long for a terminal to take. */
    public static Optional<String> osc52(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        return Optional.of("\u001b]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\u0007");
    }

    /**
     * Copies to this desktop's clipboard, where it has one and a program for it. Blocks up to three seconds.
     *
     * @return it was copied
     */
    public static boolean copy(Map<String, String> env, String text) {
        List<String> command = command(env, Programs.MAC);
        return !command.isEmpty() && Programs.succeeds(env, command, text, MOST_SECONDS);
    }

    static List<String> command(Map<String, String> env, boolean mac) {
        if (Programs.remote(env)) {
            return List.of();
        }
        if (mac) {
            return Programs.find(env, "pbcopy").map(List::of).orElse(List.of());
        }
        for (List<String> program : PROGRAMS) {
            Optional<String> found = Programs.find(env, program.get(1));
            if (Programs.isSet(env, program.getFirst()) && found.isPresent()) {
                List<String> command = new ArrayList<>(program.subList(1, program.size()));
                command.set(0, found.get());
                return command;
            }
        }
        return List.of();
    }
}
