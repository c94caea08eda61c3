package dev.berth.api;

/** What a box wrote, made fit for a sentence: a box is not trusted, and may write anything. */
public final class RemoteText {
    private RemoteText() {}

    /** One line of at most {@code limit} characters without control characters; runs of white space become one space. */
    public static String oneLine(String text, int limit) {
        StringBuilder line = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() < limit; ) {
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
