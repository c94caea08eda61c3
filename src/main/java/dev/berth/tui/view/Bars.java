package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.table.Cell;

/** A ratio as a bar with its figure at the right. */
final class Bars {
    private static final double MIDDLE = 0.6;
    private static final double HIGH = 0.85;
    private static final int LEAST = 3;

    private Bars() {}

    static void draw(Canvas canvas, Glyphs glyphs, Cell cell) {
        int textWidth = TextWidth.width(cell.text());
        // Figures of a column end below each other, and bars of one column are equally long.
        int figure = Math.max(textWidth, canvas.width() > 14 ? 9 : 4);
        int bar = canvas.width() - figure - 1;
        if (bar < LEAST) {
            canvas.text(Math.max(0, canvas.width() - textWidth), 0, cell.text(), style(cell.ratio()));
            return;
        }
        int eighths = (int) Math.round(cell.ratio() * bar * 8);
        int full = eighths / 8;
        String part = eighths % 8 == 0 ? "" : glyphs.part(eighths % 8);
        int x = canvas.text(0, 0, glyphs.of(Glyph.BAR_FULL).repeat(full) + part, style(cell.ratio()));
        canvas.text(x, 0, glyphs.of(Glyph.BAR_EMPTY).repeat(bar - x), Style.BAR_EMPTY);
        canvas.text(canvas.width() - textWidth, 0, cell.text(), Style.TEXT);
    }

    private static Style style(double ratio) {
        return ratio >= HIGH ? Style.BAR_HIGH : ratio >= MIDDLE ? Style.BAR_MIDDLE : Style.BAR_LOW;
    }
}
