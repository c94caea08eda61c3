package dev.berth.tui.draw;

/** Takes out of a text what must not reach a terminal. Made for one text each. */
final class TextCleaner {
    private static final int REPLACEMENT = 0xfffd;
    private static final int REGIONAL_A = 0x1f1e6;

    private final String text;
    private final StringBuilder out;
    private int next;

    private TextCleaner(String text, int plain) {
        this.text = text;
        this.next = plain;
        this.out = new StringBuilder(text.length()).append(text, 0, plain);
    }

    /** Cleans {@code text}, whose first {@code plain} chars are known to be clean. */
    static String clean(String text, int plain) {
        TextCleaner cleaner = new TextCleaner(text, plain);
        while (cleaner.next < text.length()) {
            int codePoint = text.codePointAt(cleaner.next);
            cleaner.next += Character.charCount(codePoint);
            cleaner.take(codePoint);
        }
        return cleaner.out.length() == text.length() ? same(text, cleaner.out) : cleaner.out.toString();
    }

    private static String same(String text, StringBuilder out) {
        return text.contentEquals(out) ? text : out.toString();
    }

    private void take(int codePoint) {
        switch (codePoint) {
            case 0x1b -> skipSequence();
            case 0x9b -> skipControlSequence();
            case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> skipString();
            case '\t', '\n', 0x85, 0x2028, 0x2029 -> out.append(' ');
            default -> takeVisible(codePoint);
        }
    }

    private void takeVisible(int codePoint) {
        if (codePoint >= REGIONAL_A && codePoint < REGIONAL_A + 26) {
            out.append((char) ('A' + codePoint - REGIONAL_A));
        } else if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
            out.appendCodePoint(REPLACEMENT);
        } else if (!isDropped(codePoint)) {
            out.appendCodePoint(codePoint);
        }
    }

    /** Controls, marks without a width of their own, and emoji modifiers. */
    private static boolean isDropped(int c) {
        return c < ' '
                || (c >= 0x7f && c < 0xa0)
                || c == 0xad
                || c == 0x61c
                || c == 0xfeff
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xfff9 && c <= 0xfffb)
                || (c >= 0x1f3fb && c <= 0x1f3ff)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }

    /** What follows an ESC: a control sequence, a string, or one or two characters. */
    private void skipSequence() {
        if (next == text.length()) {
            return;
        }
        char kind = text.charAt(next);
        switch (kind) {
            case '[' -> {
                next++;
                skipControlSequence();
            }
            case ']', 'P', 'X', '^', '_' -> {
                next++;
                skipString();
            }
            default -> skipShortSequence();
        }
    }

    private void skipShortSequence() {
        while (next < text.length() && text.charAt(next) >= ' ' && text.charAt(next) <= '/') {
            next++;
        }
        if (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) < 0x7f) {
            next++;
        }
    }

    private void skipControlSequence() {
        while (next < text.length() && text.charAt(next) >= ' ' && text.charAt(next) <= '?') {
            next++;
        }
        if (next < text.length() && text.charAt(next) >= '@' && text.charAt(next) <= '~') {
            next++;
        }
    }

    /** Up to a BEL or ST. A string that never ends stops at the end of its line, so as not to hide what follows. */
    private void skipString() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '\n' || c == 0x1b) {
                return;
            }
            next++;
            if (c == 0x07 || c == 0x9c) {
                return;
            }
        }
    }
}
