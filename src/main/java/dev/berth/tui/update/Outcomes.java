package dev.berth.tui.update;

import dev.berth.api.Request;
import dev.berth.tui.action.Action;
import dev.berth.tui.action.Actions;
import dev.berth.tui.action.ContainerActions;
import dev.berth.tui.action.ListActions;
import dev.berth.tui.action.PathField;
import dev.berth.tui.action.RunForm;
import dev.berth.tui.action.Target;
import dev.berth.tui.action.TmuxActions;
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
            case Outcome.SendAll send -> ContainerActions.sendAll(model, send);
            case Outcome.Attach attach -> TmuxActions.attached(model, attach);
            case Outcome.Work work -> RunForm.work(model, work);
            case Outcome.Ask ask -> Step.of(model.open(ask.dialog()));
            case Outcome.Run run -> run(model, run.action());
            case Outcome.FillRun fill -> Step.of(RunForm.filledBy(model, fill.line()));
            case Outcome.FillPath fill -> Step.of(PathField.filled(model, fill.field(), fill.start(), fill.path()));
            case Outcome.PickGpu pick -> Step.of(RunForm.picked(model, pick.device()));
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
