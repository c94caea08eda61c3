package dev.berth.tui.update;

import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Link;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Now;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.UiEvent;
import dev.berth.tui.table.Layout;

/** The one way the model changes. */
public final class Update {
    private Update() {}

    /** The model after an event that came at {@code now}, and what is to be done. */
    public static Step apply(Model model, UiEvent event, Now now) {
        return change(aged(model.with(now)), event)
                .map(Layout::settled)
                .then(Watching::renewed)
                .then(Logs::renewed)
                .then(Outputs::renewed);
    }

    private static Step change(Model model, UiEvent event) {
        return switch (event) {
            case UiEvent.Pressed pressed -> Keys.pressed(model, pressed.key());
            case UiEvent.Pasted pasted -> Keys.pasted(model, pasted.text());
            case UiEvent.Resized resized -> Step.of(model.with(resized.size()));
            case UiEvent.Ticked ticked -> retried(model);
            case UiEvent.AgentUp up -> AgentEvents.up(model, up.welcome());
            case UiEvent.Told told -> AgentEvents.told(model, told.event());
            case UiEvent.AgentLost lost -> AgentEvents.lost(model, lost.problem());
            case UiEvent.Replied replied -> Answers.replied(model, replied.tag(), replied.reply());
            case UiEvent.Refused refused -> Answers.refused(model, refused.tag(), refused.problem());
            case UiEvent.Progressed progressed -> Answers.progressed(model, progressed.tag(), progressed.step());
            case UiEvent.Logged logged -> Logs.logged(model, logged.tag(), logged.lines());
            case UiEvent.LogEnded ended -> Logs.ended(model, ended.tag(), ended.problem());
            case UiEvent.Browsed browsed -> Answers.browsed(model, browsed.tag(), browsed.problem());
            case UiEvent.ShellEnded ended -> shellEnded(model, ended);
            case UiEvent.Closed closed -> Step.of(model).and(new Effect.Quit());
        };
    }

    /** A shell that ends at once may have said why; who looks at the screen again has not seen it. */
    private static Step shellEnded(Model model, UiEvent.ShellEnded ended) {
        Model told = model;
        if (ended.problem() != null) {
            told = model.flash(ended.problem());
        } else if (ended.exit() != null && ended.exit() != 0) {
            told = model.flash(
                    Flash.Tone.INFO, "The shell on " + ended.where() + " ended with exit code " + ended.exit() + ".");
        }
        return Step.of(told).and(new Effect.TakeBack());
    }

    private static Model aged(Model model) {
        Flash flash = model.flash();
        return flash == null || model.now().isBefore(flash.until()) ? model : model.flashed(null);
    }

    private static Step retried(Model model) {
        if (model.link() instanceof Link.Lost lost
                && !lost.trying()
                && !model.now().isBefore(lost.retryAt())) {
            return Step.of(model.with(lost.again())).and(new Effect.Reconnect());
        }
        return Step.of(model);
    }
}
