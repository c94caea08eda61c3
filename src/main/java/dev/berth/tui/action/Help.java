package dev.berth.tui.action;

import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Line;
import dev.berth.tui.table.Wrap;
import java.util.ArrayList;
import java.util.List;

/** The help of a page: every action that it has, with its keys. */
public final class Help {
    /** Columns of its box, where there are as many. */
    public static final int WIDTH = 86;

    private Help() {}

    public static List<Line> lines(Model model) {
        Target target = Target.of(model);
        int width = Math.max(20, Math.min(WIDTH, model.size().columns() - 2) - Line.LABEL_WIDTH - 7);
        List<Line> lines = new ArrayList<>();
        for (Action.Group group : Action.Group.values()) {
            List<Action> actions = Actions.of(target).stream()
                    .filter(action -> action.group() == group && !action.keys().isEmpty())
                    .toList();
            if (!actions.isEmpty()) {
                lines.addAll(lines.isEmpty() ? List.of() : List.of(Line.BLANK));
                lines.add(Line.title(group.title()));
                actions.forEach(action -> lines.addAll(lines(target, action, width)));
            }
        }
        return List.copyOf(lines);
    }

    private static List<Line> lines(Target target, Action action, int width) {
        String refusal = Actions.refusal(target, action);
        String text = refusal == null ? action.help() : action.help() + " (not now: " + refusal + ")";
        List<Line> lines = new ArrayList<>();
        for (String part : Wrap.lines(text, width)) {
            lines.add(
                    new Line(lines.isEmpty() ? action.keyNames() : "", part, refusal == null ? Style.TEXT : Style.DIM));
        }
        return lines;
    }
}
