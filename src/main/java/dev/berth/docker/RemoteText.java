package dev.berth.docker;

import org.jspecify.annotations.Nullable;

/** Text of a box on its way into a sentence: one line, bounded, without control characters. A box is not trusted. */
final class RemoteText {
    private static final int LIMIT = 240;

    private RemoteText() {}

    static String line(@Nullable String text) {
        StringBuilder clean = new StringBuilder();
        for (char c : (text == null ? "" : text.strip()).toCharArray()) {
            if (clean.length() == LIMIT) {
                return clean.append('…').toString();
            }
            if (c == '\n' || c == '\t') {
                clean.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                clean.append(c);
            }
        }
        return clean.toString();
    }
}
