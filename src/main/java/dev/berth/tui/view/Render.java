package dev.berth.tui.view;

import dev.berth.api.Question;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Size;
import dev.berth.tui.table.Layout;

/** One frame. */
public final class Render {
    private Render() {}

    public static void frame(Model model, Canvas canvas) {
        Size size = new Size(canvas.width(), canvas.height());
        if (size.tooSmall()) {
            tooSmall(canvas);
            return;
        }
        Layout layout = Layout.of(size);
        HeaderRegion.draw(model, canvas.region(0, 0, canvas.width(), 1));
        if (layout.framed()) {
            TabsRegion.draw(model, canvas.region(0, 1, canvas.width(), 1));
        }
        PageRegion.draw(model, canvas.region(0, layout.page(), canvas.width(), layout.height()), layout);
        HintRegion.draw(model, canvas.region(0, canvas.height() - 1, canvas.width(), 1));
        Canvas middle = canvas.region(0, 1, canvas.width(), canvas.height() - 3);
        Question question = model.asking().shown();
        Dialog dialog = model.dialog();
        if (dialog != null && question == null) {
            DialogBoxes.draw(model, dialog, middle);
        }
        // a long sentence goes over the foot of a dialog, of which it often speaks, but never over a question
        MessageRegion.draw(model, canvas.region(0, 0, canvas.width(), canvas.height() - 1));
        if (question != null) {
            QuestionBox.draw(model, question, middle);
        }
    }

    private static void tooSmall(Canvas canvas) {
        canvas.text(0, 0, "terminal too small", Style.WARN);
        canvas.text(0, 1, "needs 40x10", Style.DIM);
    }
}
