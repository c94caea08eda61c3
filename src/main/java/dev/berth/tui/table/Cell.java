package dev.berth.tui.table;

import dev.berth.tui.draw.Style;

/**
 * What a row says in a column.
 *
 * @param order what the column is sorted by; NaN sorts by the text
 * @param ratio 0 to 1 for a cell that begins with a bar; NaN for one without
 */
public record Cell(String text, Style style, double order, double ratio) {
    public static final Cell EMPTY = text("");
    public static final Cell UNKNOWN = new Cell(Words.NONE, Style.DIM, -1, Double.NaN);

    public static Cell text(String text) {
        return styled(text, Style.TEXT);
    }

    public static Cell dim(String text) {
        return styled(text, Style.DIM);
    }

    public static Cell styled(String text, Style style) {
        return new Cell(text, style, Double.NaN, Double.NaN);
    }

    public static Cell number(String text, double order) {
        return new Cell(text, Style.TEXT, order, Double.NaN);
    }

    public static Cell number(String text, long order) {
        return number(text, (double) order);
    }

    public static Cell bar(String text, double ratio) {
        return new Cell(text, Style.TEXT, ratio, Math.clamp(ratio, 0, 1));
    }

    public Cell in(Style other) {
        return new Cell(text, other, order, ratio);
    }

    public boolean hasBar() {
        return !Double.isNaN(ratio);
    }

    int compareTo(Cell other) {
        if (!Double.isNaN(order) && !Double.isNaN(other.order)) {
            return Double.compare(order, other.order);
        }
        return String.CASE_INSENSITIVE_ORDER.compare(text, other.text);
    }
}
