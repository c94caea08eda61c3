package dev.berth.tui.table;

import dev.berth.tui.draw.Style;

/**
 * A line of a text page.
 *
 * @param label drawn before the text in a column of its own; empty where there is none
 */
public record Line(String label, String text, Style style) {
    public static final Line BLANK = text("");

    /** Columns that labels take. */
    public static final int LABEL_WIDTH = 14;

    public static Line text(String text) {
        return new Line("", text, Style.TEXT);
    }

    public static Line title(String text) {
        return new Line("", text, Style.TITLE);
    }

    public boolean holds(String lowerCase) {
        return text.toLowerCase(java.util.Locale.ROOT).contains(lowerCase)
                || label.toLowerCase(java.util.Locale.ROOT).contains(lowerCase);
    }
}
