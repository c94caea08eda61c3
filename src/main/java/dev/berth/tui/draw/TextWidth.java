package dev.berth.tui.draw;

import org.jline.utils.WCWidth;

/**
 * How many columns a text takes, and what of it is fit for the screen. Text from a host is not trusted: it may hold
 * escape sequences, control characters, or marks on which terminals disagree. All methods measure the cleaned text.
 */
public final class TextWidth {
    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    /**
     * The text without anything that could move the cursor, change a mode, or turn the direction of writing. Line ends
     * and tabs become one blank each. Joined emoji fall apart and flags become two letters, since terminals disagree on
     * their width. Gives the same instance when there was nothing to do.
     */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return TextCleaner.clean(text, i);
            }
        }
        return text;
    }

    /** Columns of the cleaned text. */
    public static int width(String text) {
        String clean = clean(text);
        int columns = 0;
        for (int i = 0; i < clean.length(); ) {
            int codePoint = clean.codePointAt(i);
            columns += of(codePoint);
            i += Character.charCount(codePoint);
        }
        return columns;
    }

    /** The cleaned text, shortened to at most {@code columns}; what was cut shows as an ellipsis. */
    public static String cut(String text, int columns) {
        String clean = clean(text);
        if (columns <= 0) {
            return "";
        }
        // No text has more columns than twice its chars, and most are short.
        if (clean.length() * 2 <= columns || width(clean) <= columns) {
            return clean;
        }
        return clean.substring(0, endWithin(clean, columns - 1)).concat(ELLIPSIS);
    }

    /** Columns of one code point of a cleaned text: 0 for a combining mark, 2 for a wide character, else 1. */
    public static int of(int codePoint) {
        if (isNarrow(codePoint)) {
            return 1;
        }
        int width = WCWidth.wcwidth(codePoint);
        return width < 0 ? 1 : width;
    }

    /** The index after the last character that fits into {@code columns}, its combining marks included. */
    private static int endWithin(String clean, int columns) {
        int used = 0;
        int i = 0;
        while (i < clean.length()) {
            int codePoint = clean.codePointAt(i);
            used += of(codePoint);
            if (used > columns) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7f) || (c > 0xad && c < 0x600) || (c >= 0x2190 && c < 0x2a00);
    }

    /** The usual characters of the program's own screens, so that a first frame need not load the width tables. */
    private static boolean isNarrow(int codePoint) {
        return codePoint < 0x300
                || (codePoint >= 0x2010 && codePoint <= 0x2027)
                || (codePoint >= 0x2190 && codePoint <= 0x2199)
                || (codePoint >= 0x2500 && codePoint <= 0x25fc)
                || (codePoint >= 0x2800 && codePoint <= 0x28ff);
    }
}
