package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;

/** A key and what it does. */
final class Hints {
    private Hints() {}

    /** Returns the column for the next. */
    static int draw(Canvas canvas, int x, String key, String label) {
        int next = canvas.text(x, 0, key, Style.KEY) + 1;
        return canvas.text(next, 0, label, Style.HINT) + 2;
    }
}
