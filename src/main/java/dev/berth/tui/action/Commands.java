package dev.berth.tui.action;

import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The palette: the actions of the page by name, and a host by the line of ssh that its vendor gives out. */
public final class Commands {
    private Commands() {}

    /** What matches the text; what begins with it first. */
    public static List<Dialog.Item> matching(Model model, String text) {
        if (text.strip().startsWith("ssh ")) {
            return List.of(pasted(text.strip()));
        }
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        Target target = Target.of(model);
        List<Dialog.Item> first = new ArrayList<>();
        List<Dialog.Item> others = new ArrayList<>();
        for (Action action : Actions.of(target)) {
            if (action.group() == Action.Group.MOVE || action.id().equals("palette")) {
                continue;
            }
            if (action.id().startsWith(wanted)
                    || action.label().toLowerCase(Locale.ROOT).startsWith(wanted)) {
                first.add(item(target, action));
            } else if (holds(action, wanted)) {
                others.add(item(target, action));
            }
        }
        first.addAll(others);
        return first;
    }

    private static Dialog.Item pasted(String line) {
        return new Dialog.Item(
                "",
                "connect",
                "connect the host of that line",
                null,
                new Outcome.Send(new Request.Connect(line), new Intent.Connect(line, false)));
    }

    private static boolean holds(Action action, String wanted) {
        return action.id().contains(wanted)
                || action.help().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Dialog.Item item(Target target, Action action) {
        return new Dialog.Item(
                action.firstKey(),
                action.id(),
                action.help(),
                Actions.refusal(target, action),
                new Outcome.Run(action.id()));
    }
}
