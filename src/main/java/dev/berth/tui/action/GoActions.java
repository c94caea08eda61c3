package dev.berth.tui.action;

import static dev.berth.tui.action.Action.Group.GO;
import static dev.berth.tui.action.Action.Group.PROGRAM;
import static dev.berth.tui.action.Action.named;

import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.PageState;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Going from page to page, and what belongs to the program as a whole. */
final class GoActions {
    private static final List<View> TABS =
            List.of(View.FLEET, View.CONTAINERS, View.GPUS, View.SERVERS, View.TUNNELS, View.IMAGES);

    private GoActions() {}

    static List<Action> all() {
        List<Action> all = new ArrayList<>();
        for (View view : View.values()) {
            all.add(view(view));
        }
        all.addAll(List.of(
                named("next-view", "tab")
                        .says("next view", "the next view")
                        .in(GO)
                        .does(target -> beside(target, 1)),
                named("previous-view", "shift-tab")
                        .says("previous view", "the view before")
                        .in(GO)
                        .does(target -> beside(target, -1)),
                named("all-hosts", "0")
                        .says("all hosts", "this list for all connected hosts")
                        .in(GO)
                        .when(target -> target.view().perHost() && target.isList())
                        .unless(target -> target.page().table().host() == null ? "All hosts are shown already." : null)
                        .does(target ->
                                go(target.model(), target.model().navigation().into(target.view(), null))),
                named("last-view", "-")
                        .says("last view", "back to the page before the last jump")
                        .in(GO)
                        .does(target ->
                                go(target.model(), target.model().navigation().back())),
                named("back", "esc")
                        .says("back", "clear the filter, or back to the page before")
                        .in(GO)
                        .does(target -> back(target.model())),
                named("job", "J")
                        .says("running job", "show the job that was hidden")
                        .in(PROGRAM)
                        .unless(target -> hidden(target.model()) == null ? "There is no job to show." : null)
                        .does(target -> showJob(target.model())),
                named("palette", ":")
                        .says("commands", "all actions and views by name")
                        .in(PROGRAM)
                        .hint(91)
                        .does(target -> Step.of(target.model().open(new Dialog.Palette(TextInput.EMPTY, 0)))),
                named("help", "?")
                        .says("help", "all keys of this page")
                        .in(PROGRAM)
                        .hint(99)
                        .does(target -> Step.of(target.model().open(new Dialog.Help(0)))),
                named("quit", "q", "ctrl-c")
                        .says("quit", "close this page; on the fleet leave the program")
                        .in(PROGRAM)
                        .hint(92)
                        .does(target -> close(target.model()))));
        return all;
    }

    private static Action view(View view) {
        String digit = Character.toString(view.digit());
        String title = view.title();
        String[] keys = switch (view) {
            case MESSAGES -> new String[] {digit, "!"};
            case COMMANDS -> new String[] {digit, "@"};
            case VOLUMES -> new String[] {digit, "v"};
            case FLEET, CONTAINERS, GPUS, SERVERS, TUNNELS, IMAGES -> new String[] {digit};
        };
        return named(title.toLowerCase(Locale.ROOT), keys)
                .says(title, "the list “" + title + "”")
                .in(GO)
                .does(target -> go(target.model(), target.model().navigation().jump(view)));
    }

    private static Step go(Model model, dev.berth.tui.model.Navigation navigation) {
        return Step.of(model.with(navigation));
    }

    private static Step beside(Target target, int by) {
        int index = TABS.indexOf(target.view());
        View next = TABS.get(Math.floorMod(index < 0 ? 0 : index + by, TABS.size()));
        return go(target.model(), target.model().navigation().jump(next));
    }

    /** Esc never leaves the program. */
    private static Step back(Model model) {
        PageState state = model.navigation().state();
        return state.filter().isEmpty()
                ? go(model, model.navigation().pop())
                : go(model, model.navigation().with(state.filtered("")));
    }

    private static Step close(Model model) {
        return model.navigation().atRoot()
                ? Leaving.asked(model)
                : go(model, model.navigation().pop());
    }

    private static @Nullable Long hidden(Model model) {
        Long newest = null;
        for (Map.Entry<Long, Job> job : model.work().jobs().entrySet()) {
            newest = job.getKey();
        }
        return newest;
    }

    private static Step showJob(Model model) {
        Long tag = hidden(model);
        return Step.of(tag == null ? model : model.open(new Dialog.Progress(tag)));
    }
}
