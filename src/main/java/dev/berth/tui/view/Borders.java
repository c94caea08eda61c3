package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.draw.Style;

/** Frames. */
final class Borders {
    private Borders() {}

    /** Along the edge of the canvas; what is inside stays. */
    static void draw(Canvas canvas, Glyphs glyphs, Style style) {
        int right = canvas.width() - 1;
        int bottom = canvas.height() - 1;
        String line = glyphs.of(Glyph.HORIZONTAL).repeat(Math.max(0, right - 1));
        canvas.text(0, 0, glyphs.of(Glyph.TOP_LEFT) + line + glyphs.of(Glyph.TOP_RIGHT), style);
        canvas.text(0, bottom, glyphs.of(Glyph.BOTTOM_LEFT) + line + glyphs.of(Glyph.BOTTOM_RIGHT), style);
        for (int y = 1; y < bottom; y++) {
            canvas.text(0, y, glyphs.of(Glyph.VERTICAL), style);
            canvas.text(right, y, glyphs.of(Glyph.VERTICAL), style);
        }
    }
}
