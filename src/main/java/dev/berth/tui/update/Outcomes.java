package dev.berth.tui.update;

import dev.berth.api.Request;
import dev.berth.tui.action.Action;
import dev.berth.tui.action.Actions;
import dev.berth.tui.action.ListActions;
import dev.berth.tui.action.Target;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Outcome;
import dev.berth.tui.model.Step;

/** What a button that was pressed, or an item that was picked, does. Its dialog is closed already. */
final class Outcomes {
    private Outcomes() {}

    static Step done(Model model, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Dismiss dismiss -> Step.of(model);
            case Outcome.Send send -> model.send(send.request(), send.intent());
            case Outcome.Ask ask -> Step.of(model.open(ask.dialog()));
            case Outcome.Run run -> run(model, run.action());
            case Outcome.SortBy sort -> Step.of(ListActions.sorted(model, sort.column()));
            case Outcome.Copy copy -> Dialogs.copied(model, copy.text(), copy.what());
            case Outcome.Detach detach -> Step.of(model).and(new Effect.Quit());
            case Outcome.StopAll all ->
                model.send(new Request.StopAgent(!model.setup().readonly(), false), new Intent.EndAll());
        };
    }

    private static Step run(Model model, String id) {
        Target target = Target.of(model);
        Action action = Actions.named(id, target);
        return action == null ? Step.of(model) : Actions.run(target, action);
    }
}
