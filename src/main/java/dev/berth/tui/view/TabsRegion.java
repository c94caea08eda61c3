package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.View;

/** The line of views with the digits that go there. */
final class TabsRegion {
    private static final int WIDE = 88;
    private static final int TIGHT = 79;

    private TabsRegion() {}

    static void draw(Model model, Canvas canvas) {
        View current = model.page().table().view();
        boolean titles = canvas.width() >= TIGHT;
        String after = titles && canvas.width() < WIDE ? "" : " ";
        int x = 0;
        for (View view : View.values()) {
            boolean here = view == current;
            if (!view.isTab() && !here) {
                continue;
            }
            String title = titles || here ? " " + view.title() + after : " ";
            int start = x;
            x = canvas.text(x, 0, " " + view.digit(), Style.KEY);
            x = canvas.text(x, 0, title, here ? Style.TITLE : Style.HINT);
            if (here) {
                canvas.restyle(start, 0, x - start, Style.SELECTED);
            }
        }
    }
}
