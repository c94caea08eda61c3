package dev.berth.tui.action;

import static dev.berth.tui.action.Action.Group.LIST;
import static dev.berth.tui.action.Action.named;

import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Navigation;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Sort;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.model.View;
import dev.berth.tui.table.Column;
import dev.berth.tui.table.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is done to a list as a whole. */
public final class ListActions {
    private ListActions() {}

    static List<Action> all() {
        return List.of(
                named("filter", "/")
                        .says(
                                "filter",
                                "show rows that hold all the words typed; !word for those that don't, host:gpu1 status:exited gpu:free for one column; in a text, search; again: type another, or → to change it")
                        .in(LIST)
                        .hint(80)
                        .does(target -> filter(target.model())),
                named("sort", "S")
                        .says("sort", "choose the column that orders the rows; the same again turns the order")
                        .in(LIST)
                        .when(Target::isList)
                        .does(ListActions::sortMenu),
                named("mark", "space")
                        .says(
                                "mark",
                                "mark this row, or take its mark away; what is done then is done to all marked ones")
                        .in(LIST)
                        .on(View.CONTAINERS)
                        .when(Target::isList)
                        .unless(RowActions::noRow)
                        .does(ListActions::mark),
                named("wrap", "W")
                        .says("wrap", "whether long lines go on below themselves or end at the edge")
                        .in(LIST)
                        .when(target -> target.page() instanceof Page.Log || target.page() instanceof Page.Output)
                        .hint(13)
                        .does(target -> wrap(target.model())),
                named("polls", "p")
                        .says("polls", "show or hide what watchers ran")
                        .in(LIST)
                        .on(View.COMMANDS)
                        .hint(20)
                        .does(target -> polls(target.model())));
    }

    private static Step filter(Model model) {
        Navigation navigation = model.navigation();
        return Step.of(
                model.with(navigation.filtering(TextInput.old(navigation.state().filter()))));
    }

    private static Step mark(Target target) {
        Navigation navigation = target.model().navigation();
        Set<String> marks = new HashSet<>(navigation.marks());
        if (target.row() != null && !marks.remove(target.row().id())) {
            marks.add(target.row().id());
        }
        Target marked = Target.of(target.model().with(navigation.marking(marks)));
        Action down = Actions.named("down", marked);
        return down == null ? Step.of(marked.model()) : Actions.run(marked, down);
    }

    private static Step wrap(Model model) {
        Navigation navigation = model.navigation();
        String now = navigation.cut() ? "Long lines go on below themselves." : "Long lines end at the edge.";
        return Step.of(model.with(navigation.cutting(!navigation.cut())).flash(Flash.Tone.INFO, now));
    }

    private static Step polls(Model model) {
        Navigation navigation = model.navigation();
        return Step.of(model.with(navigation.showingPolls(!navigation.polls())));
    }

    private static Step sortMenu(Target target) {
        Sort now = target.model().navigation().sort(target.view());
        List<Dialog.Item> items = new ArrayList<>();
        items.add(
                new Dialog.Item("0", "as the host lists them", now == null ? "now" : "", null, new Outcome.SortBy("")));
        for (Column column : Tables.columns(target.view())) {
            String hint = now == null || !now.column().equals(column.id())
                    ? ""
                    : now.descending() ? "now, descending" : "now, ascending";
            String key = items.size() < 10 ? Integer.toString(items.size()) : "";
            items.add(new Dialog.Item(key, column.title(), hint, null, new Outcome.SortBy(column.id())));
        }
        return Step.of(
                target.model().open(new Dialog.Menu("Sort " + target.view().title() + " by", items, 0)));
    }

    /** Sorts the list shown by a column; by the one it is sorted by already, the other way round. */
    public static Model sorted(Model model, String column) {
        View view = model.page().table().view();
        Sort now = model.navigation().sort(view);
        boolean down = now != null && now.column().equals(column) && !now.descending();
        return model.with(model.navigation().with(view, new Sort(column, down)));
    }
}
