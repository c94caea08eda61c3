package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.TextInput;

/** The text of a field; the part around the caret where it is too long. */
final class FieldLine {
    private FieldLine() {}

    static void draw(Canvas canvas, TextInput input, String shown, String hint, boolean focused) {
        Style style = focused ? Style.FIELD_FOCUSED : Style.FIELD;
        if (shown.isEmpty()) {
            // On the background of the field a hint would pass for its text.
            canvas.text(0, 0, TextWidth.cut(hint, canvas.width()), Style.DIM);
        } else {
            canvas.fill(0, 0, canvas.width(), 1, style);
        }
        int caret = TextWidth.width(shown.substring(0, Math.min(input.caret(), shown.length())));
        int shift = Math.max(0, caret - canvas.width() + 1);
        canvas.text(-shift, 0, shown, style);
        if (focused) {
            canvas.cursor(caret - shift, 0);
        }
    }
}
