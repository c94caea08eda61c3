package dev.berth.tui.action;

import dev.berth.api.ContainerChange;
import dev.berth.api.Request;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Subject;
import java.util.List;

/** The form for a container's new name. */
final class RenameForm {
    private static final String NAME = "name";

    private RenameForm() {}

    static Dialog.Form of(Subject.OfContainer it) {
        String name = it.container().name();
        return new Dialog.Form(
                new Dialog.Form.RenameContainer(it.host(), it.container().id(), name),
                "Rename " + it.name(),
                List.of("Tunnels and Jupyter servers are found by the container's name."),
                List.of(Dialog.Field.of(NAME, "Name", name, "letters, digits, _ . -")),
                0,
                null,
                0);
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.RenameContainer subject) {
        String name = form.value(NAME);
        if (!ContainerChange.Rename.isName(name)) {
            return Step.of(model.swap(form.blaming(NAME, Fields.wrong(ContainerChange.Rename.RULE))));
        }
        return model.close()
                .send(
                        new Request.ChangeContainer(
                                subject.host(), subject.container(), new ContainerChange.Rename(name)),
                        new Intent.Change(
                                "Renaming " + subject.name(),
                                subject.name() + " on " + subject.host() + " is called " + name + " now."));
    }
}
