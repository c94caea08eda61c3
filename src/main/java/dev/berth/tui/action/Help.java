package dev.berth.tui.action;

import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Line;
import java.util.ArrayList;
import java.util.List;

/** The help of a page: every action that it has, with its keys. */
public final class Help {
    private Help() {}

    public static List<Line> lines(Model model) {
        Target target = Target.of(model);
        List<Line> lines = new ArrayList<>();
        for (Action.Group group : Action.Group.values()) {
            List<Action> actions = Actions.of(target).stream()
                    .filter(action -> action.group() == group && !action.keys().isEmpty())
                    .toList();
            if (!actions.isEmpty()) {
                lines.addAll(lines.isEmpty() ? List.of() : List.of(Line.BLANK));
                lines.add(Line.title(group.title()));
                actions.forEach(action -> lines.add(line(target, action)));
            }
        }
        return List.copyOf(lines);
    }

    private static Line line(Target target, Action action) {
        String refusal = Actions.refusal(target, action);
        return refusal == null
                ? new Line(action.keyNames(), action.help(), Style.TEXT)
                : new Line(action.keyNames(), action.help() + " (not now: " + refusal + ")", Style.DIM);
    }
}
