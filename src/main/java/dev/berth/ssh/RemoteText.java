package dev.berth.ssh;

import org.jspecify.annotations.Nullable;

/** Makes what a server or a child process said fit for a sentence: one line, bounded, no control characters. */
final class RemoteText {
    private static final int LONGEST = 300;

    private RemoteText() {}

    static String clean(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(4L * LONGEST).forEach(c -> {
            boolean blank =
                    Character.isWhitespace(c) || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            if (!blank) {
                clean.appendCodePoint(c);
            } else if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                clean.append(' ');
            }
        });
        String line = clean.toString().strip();
        return line.length() <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
