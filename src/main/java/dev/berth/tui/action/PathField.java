package dev.berth.tui.action;

import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of forms that hold paths of a box or a container: what is begun there is completed as far as it is certain. */
public final class PathField {
    private PathField() {}

    /**
     * Asks how the path before the caret goes on.
     *
     * @param container null: it is the host's
     */
    static Step complete(Model model, Dialog.Form form, String host, @Nullable String container) {
        Dialog.Field field = form.fields().get(form.focus());
        String start = start(field.input());
        if (start.indexOf(':') >= 0) {
            return Step.of(model.flash(Flash.Tone.WARN, "What is behind the colon is the container's own."));
        }
        return model.send(new Request.ListPaths(host, container, start), new Intent.CompletePath(field.name(), start));
    }

    /** Of several in one field the one that the caret stands behind. */
    private static String start(TextInput input) {
        String before = input.text().substring(0, input.caret());
        return before.substring(before.lastIndexOf(' ') + 1);
    }

    /** The paths that there are have come; what was typed meanwhile counts more. */
    public static Model completed(Model model, Intent.CompletePath asked, List<String> paths) {
        if (!(model.dialog() instanceof Dialog.Form form)) {
            return model;
        }
        Dialog.Field field = form.fields().get(form.focus());
        if (!field.name().equals(asked.field()) || !start(field.input()).equals(asked.start())) {
            return model;
        }
        if (paths.isEmpty()) {
            return model.flash(Flash.Tone.WARN, "Nothing there begins so.");
        }
        String common = common(paths);
        if (paths.size() == 1
                || common.length() > asked.start().length() && !asked.start().startsWith("~")) {
            return filled(model, asked.field(), asked.start(), common);
        }
        return model.open(new Dialog.Menu(
                "Paths; Esc goes back to the form",
                paths.stream()
                        .map(path -> new Dialog.Item(
                                "", path, "", null, new Outcome.FillPath(asked.field(), asked.start(), path)))
                        .toList(),
                0));
    }

    private static String common(List<String> paths) {
        String common = paths.getFirst();
        for (String path : paths) {
            while (!path.startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return common;
    }

    /** The form on top with the path in the place of its start. */
    public static Model filled(Model model, String name, String start, String path) {
        if (!(model.dialog() instanceof Dialog.Form form)) {
            return model;
        }
        for (Dialog.Field field : form.fields()) {
            TextInput input = field.input();
            if (field.name().equals(name) && start(input).equals(start)) {
                String before = input.text().substring(0, input.caret() - start.length()) + path;
                return model.swap(form.with(
                        name, new TextInput(before + input.text().substring(input.caret()), before.length())));
            }
        }
        return model;
    }
}
