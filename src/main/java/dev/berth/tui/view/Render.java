package dev.berth.tui.view;

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
        MessageRegion.draw(model, canvas.region(0, 0, canvas.width(), canvas.height() - 1));
        HintRegion.draw(model, canvas.region(0, canvas.height() - 1, canvas.width(), 1));
        dialogs(model, canvas.region(0, 1, canvas.width(), canvas.height() - 3));
    }

    private static void dialogs(Model model, Canvas canvas) {
        if (model.asking().shown() != null) {
            QuestionBox.draw(model, model.asking().shown(), canvas);
            return;
        }
        Dialog dialog = model.dialog();
        if (dialog != null) {
            DialogBoxes.draw(model, dialog, canvas);
        }
    }

    private static void tooSmall(Canvas canvas) {
        canvas.text(0, 0, "terminal too small", Style.WARN);
        canvas.text(0, 1, "needs 40x10", Style.DIM);
    }
}
