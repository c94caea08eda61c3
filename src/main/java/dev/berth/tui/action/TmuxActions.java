package dev.berth.tui.action;

import static dev.berth.tui.action.Action.named;

import dev.berth.api.HostSnapshot;
import dev.berth.api.Vitals;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.View;
import java.util.ArrayList;
import java.util.List;

/** tmux on the box: what runs in it outlives the session. */
public final class TmuxActions {
    private static final String OURS = "berth";

    private TmuxActions() {}

    static List<Action> all() {
        return List.of(named("tmux", "a")
                .says("tmux", "attach to a tmux session on the host, or make one")
                .on(View.FLEET)
                .when(Target::isList)
                .changesBox()
                .unless(RunActions::away)
                .does(TmuxActions::pick));
    }

    private static Step pick(Target target) {
        HostSnapshot host = HostActions.host(target);
        if (host == null) {
            return Step.of(target.model());
        }
        Vitals vitals = host.vitals();
        List<String> sessions = vitals == null ? List.of() : vitals.tmux();
        if (sessions.isEmpty()) {
            return attached(target.model(), new Outcome.Attach(host.host(), OURS));
        }
        List<Dialog.Item> items = new ArrayList<>();
        for (String session : sessions) {
            String key = items.size() < 9 ? Integer.toString(items.size() + 1) : "";
            items.add(new Dialog.Item(key, session, "attach", null, new Outcome.Attach(host.host(), session)));
        }
        if (!sessions.contains(OURS)) {
            items.add(new Dialog.Item("n", OURS, "make a new one", null, new Outcome.Attach(host.host(), OURS)));
        }
        return Step.of(target.model().open(new Dialog.Menu("tmux on " + host.host(), items, 0)));
    }

    /** The terminal goes to it; its own keys (ctrl-b d) give it back. */
    public static Step attached(Model model, Outcome.Attach attach) {
        return Step.of(model)
                .and(new Effect.OnTerminal(
                        attach.host(), List.of("tmux", "new-session", "-A", "-s", attach.session())));
    }
}
