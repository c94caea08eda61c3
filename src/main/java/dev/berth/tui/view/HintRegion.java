package dev.berth.tui.view;

import dev.berth.tui.action.Action;
import dev.berth.tui.action.Actions;
import dev.berth.tui.action.Target;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Model;

/** The last line: the keys most wanted here, as many as fit, and always {@code ?}. */
final class HintRegion {
    private static final String HELP = "? help";

    private HintRegion() {}

    static void draw(Model model, Canvas canvas) {
        boolean covered = model.dialog() != null || model.asking().shown() != null;
        if (covered || model.navigation().filtering() != null) {
            return;
        }
        int room = canvas.width() - HELP.length() - 2;
        int x = 1;
        for (Action action : Actions.hints(Target.of(model))) {
            int width = TextWidth.width(action.firstKey()) + 1 + TextWidth.width(action.label());
            if (!action.id().equals("help") && x + width <= room) {
                x = Hints.draw(canvas, x, action.firstKey(), action.label());
            }
        }
        Hints.draw(canvas, canvas.width() - HELP.length() - 1, "?", "help");
    }
}
