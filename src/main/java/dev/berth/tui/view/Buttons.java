package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;

/** A row of buttons. */
final class Buttons {
    private Buttons() {}

    /** Returns the column for the next. The brackets show the focus where there are no colours. */
    static int draw(Canvas row, int x, String label, String key, boolean focused, boolean danger) {
        String hint = key.isEmpty() || focused ? "" : " (" + key + ")";
        String text = focused ? "[ " + label + " ]" : "  " + label + hint + "  ";
        Style style = focused ? Style.BUTTON_FOCUSED : danger ? Style.DANGER : Style.BUTTON;
        row.text(x, 0, text, style);
        return x + TextWidth.width(text) + 2;
    }
}
