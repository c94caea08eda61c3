package dev.berth.tui.action;

import static dev.berth.tui.action.Action.Group.MOVE;
import static dev.berth.tui.action.Action.named;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.PageState;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Layout;
import dev.berth.tui.table.Line;
import dev.berth.tui.table.Row;
import dev.berth.tui.table.Tables;
import dev.berth.tui.table.Texts;
import java.util.List;
import java.util.Locale;

/** Moving the cursor in a list, and the text in its window. */
final class MoveActions {
    private static final int FAR = 1_000_000;

    private MoveActions() {}

    static List<Action> all() {
        return List.of(
                move("down", "one row down", 1, "j", "down"),
                move("up", "one row up", -1, "k", "up"),
                move("bottom", "to the last row", FAR, "G", "end"),
                move("top", "to the first row", -FAR, "g", "home"),
                pages("half-down", "half a page down", 1, 2, "ctrl-d"),
                pages("half-up", "half a page up", -1, 2, "ctrl-u"),
                pages("page-down", "a page down", 1, 1, "page-down", "ctrl-f"),
                pages("page-up", "a page up", -1, 1, "page-up", "ctrl-b"),
                find("next", "to the next line that matches", 1, "n"),
                find("previous", "to the line before that matches", -1, "N"));
    }

    private static Action move(String id, String help, int rows, String... keys) {
        return named(id, keys).says(id, help).in(MOVE).does(target -> moved(target, rows));
    }

    private static Action pages(String id, String help, int direction, int parts, String... keys) {
        return named(id, keys)
                .says(id, help)
                .in(MOVE)
                .does(target -> moved(
                        target,
                        direction * Math.max(1, Layout.of(target.model().size()).rows() / parts)));
    }

    private static Action find(String id, String help, int direction, String key) {
        return named(id, key)
                .says(id, help)
                .in(MOVE)
                .when(target -> !target.isList())
                .unless(target -> target.model().navigation().state().filter().isBlank()
                        ? "Nothing is searched for; / searches."
                        : null)
                .does(target -> found(target.model(), direction));
    }

    private static Step moved(Target target, int by) {
        Model model = target.model();
        PageState state = model.navigation().state();
        if (!target.isList()) {
            return Step.of(model.with(model.navigation().with(state.from(Math.max(0, state.top() + by)))));
        }
        List<Row> rows = Tables.rows(model, target.page().table());
        if (rows.isEmpty()) {
            return Step.of(model);
        }
        int cursor = Math.clamp(Tables.cursor(state, rows) + (long) by, 0, rows.size() - 1);
        return Step.of(
                model.with(model.navigation().with(state.on(rows.get(cursor).id(), cursor))));
    }

    /** The next line after the first shown, or before it, that holds what is searched; stays where there is none. */
    private static Step found(Model model, int direction) {
        PageState state = model.navigation().state();
        List<Line> lines = Texts.lines(model, model.page(), Layout.width(model.size()));
        String wanted = state.filter().toLowerCase(Locale.ROOT);
        for (int i = state.top() + direction; i >= 0 && i < lines.size(); i += direction) {
            if (lines.get(i).holds(wanted)) {
                return Step.of(model.with(model.navigation().with(state.from(i))));
            }
        }
        return Step.of(
                model.flash(dev.berth.tui.model.Flash.Tone.INFO, "No further line holds “" + state.filter() + "”."));
    }
}
