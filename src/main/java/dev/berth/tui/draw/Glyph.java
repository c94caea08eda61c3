package dev.berth.tui.draw;

/** The program's own signs. Each is one column wide in both variants, whatever the terminal. */
public enum Glyph {
    DOT_FULL("●", "*"),
    DOT_HALF("◐", "o"),
    DOT_EMPTY("○", "."),
    CHECK("✓", "+"),
    CROSS("✗", "x"),
    WARNING("▲", "!"),
    UNKNOWN("–", "-"),
    POINTER("▸", ">"),
    BULLET("·", "-"),
    ELLIPSIS("…", "~"),
    ARROW_RIGHT("→", ">"),
    ARROW_LEFT("←", "<"),
    SORT_UP("▲", "^"),
    SORT_DOWN("▼", "v"),
    BAR_FULL("█", "#"),
    BAR_EMPTY("░", "."),
    HORIZONTAL("─", "-"),
    VERTICAL("│", "|"),
    TOP_LEFT("┌", "+"),
    TOP_RIGHT("┐", "+"),
    BOTTOM_LEFT("└", "+"),
    BOTTOM_RIGHT("┘", "+"),
    TEE_LEFT("├", "+"),
    TEE_RIGHT("┤", "+"),
    TEE_TOP("┬", "+"),
    TEE_BOTTOM("┴", "+"),
    CROSSING("┼", "+"),
    SCROLL_THUMB("█", "#"),
    SCROLL_TRACK("│", "|");

    private final String unicode;
    private final String ascii;

    Glyph(String unicode, String ascii) {
        this.unicode = unicode;
        this.ascii = ascii;
    }

    String unicode() {
        return unicode;
    }

    String ascii() {
        return ascii;
    }
}
