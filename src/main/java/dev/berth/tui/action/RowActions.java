package dev.berth.tui.action;

import static dev.berth.tui.action.Action.Group.ROW;
import static dev.berth.tui.action.Action.named;

import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Row;
import dev.berth.tui.table.Subject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done to a row of any kind. */
final class RowActions {
    private RowActions() {}

    static List<Action> all() {
        return List.of(
                named("details", "d")
                        .says("describe", "all that is known of this row")
                        .when(Target::isList)
                        .unless(RowActions::noRow)
                        .hint(60)
                        .does(RowActions::details),
                named("enter", "enter")
                        .says("details", "all that is known of this row")
                        .when(target -> target.isList() && target.view() != View.FLEET)
                        .unless(RowActions::noRow)
                        .does(RowActions::details),
                named("copy", "y")
                        .says("copy", "copy its name, id, address or problem")
                        .when(target -> !DoctorActions.isDoctor(target))
                        .unless(RowActions::noRow)
                        .hint(85)
                        .does(target -> Step.of(target.model().open(copyMenu(target)))),
                named("menu", "m")
                        .says("menu", "all actions of this row")
                        .hint(88)
                        .does(target -> Step.of(target.model().open(menu(target)))));
    }

    static @Nullable String noRow(Target target) {
        return target.row() == null ? "There is no row to do that to." : null;
    }

    private static Step details(Target target) {
        Row row = target.row();
        Model model = target.model();
        if (row == null) {
            return Step.of(model);
        }
        Model shown = model.with(
                model.navigation().push(new Page.Details(target.page().table(), row.id())));
        return row.subject() instanceof Subject.OfHost it
                ? shown.send(new Request.DescribeHost(it.host()), new Intent.Describe(it.host()))
                : Step.of(shown);
    }

    private static Dialog.Menu menu(Target target) {
        List<Dialog.Item> items = new ArrayList<>();
        for (Action action : Actions.of(target)) {
            if (action.group() == ROW && !action.id().equals("menu")) {
                items.add(new Dialog.Item(
                        action.firstKey(),
                        action.label(),
                        action.help(),
                        Actions.refusal(target, action),
                        new Outcome.Run(action.id())));
            }
        }
        Subject subject = target.subject();
        return new Dialog.Menu(subject == null ? target.view().title() : subject.name(), items, 0);
    }

    private static Dialog.Menu copyMenu(Target target) {
        List<Dialog.Item> items = new ArrayList<>();
        Subject subject = target.subject();
        if (subject != null) {
            Copies.of(subject, target.model())
                    .forEach((what, text) -> items.add(new Dialog.Item(
                            Integer.toString(items.size() + 1),
                            what,
                            text,
                            null,
                            new Outcome.Copy(new Secret(text), what))));
        }
        if (subject instanceof Subject.OfServer it) {
            items.add(new Dialog.Item(
                    Integer.toString(items.size() + 1),
                    "address with its token",
                    "for VS Code's existing Jupyter server; makes the tunnel",
                    null,
                    JupyterActions.copyAddress(it.server())));
        }
        return new Dialog.Menu("Copy", items, 0);
    }
}
