package dev.berth.api;

import org.jspecify.annotations.Nullable;

/** What a box wrote, made fit for a sentence: a box is not trusted, and may write anything. */
public final class RemoteText {
    private RemoteText() {}

    /** How much of what a box wrote a sentence takes. */
    private static final int SENTENCE = 300;

    /** One line short enough for a sentence; empty for null. */
    public static String oneLine(@Nullable String text) {
        return oneLine(text == null ? "" : text, SENTENCE);
    }

    /**
     * One line of at most {@code limit} characters without control characters; runs of white space become one space, and
     * an ellipsis shows that there was more.
     */
    public static String oneLine(String text, int limit) {
        StringBuilder line = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            if (line.length() >= limit) {
                return line.append('…').toString();
            }
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c)) {
                space = !line.isEmpty();
            } else if (shown(c)) {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.appendCodePoint(c);
            }
        }
        return line.toString();
    }

    /** Format characters can turn the direction of writing around, and so make a sentence lie. */
    private static boolean shown(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
    }
}
