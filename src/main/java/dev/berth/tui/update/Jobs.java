package dev.berth.tui.update;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.tui.action.Browsing;
import dev.berth.tui.action.FormFields;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;

/** Jobs, from their first step to their end. */
final class Jobs {
    private Jobs() {}

    static Step progressed(Model model, long tag, Event.Progress step) {
        Job job = model.work().job(tag);
        return Step.of(
                job == null
                        ? model
                        : model.with(model.work()
                                .with(tag, job.with(step, model.now().nanos()))));
    }

    static Step ready(Model model, long tag, Reply reply) {
        Job job = model.work().job(tag);
        if (job == null || !(reply instanceof Reply.OpenedServer opened)) {
            return Step.of(model);
        }
        Model done = model.with(model.work().with(tag, job.with(new Job.Outcome.Ready(opened))));
        if (!isShown(done, tag)) {
            done = done.flash(Flash.Tone.GOOD, job.words().ready());
        }
        return Browsing.secret(done, opened.localUrl());
    }

    /** It did what it was for; its dialog has nothing more to say. */
    static Step done(Model model, long tag, String sentence) {
        Model done = model.with(model.work().without(tag)).close(new Dialog.Progress(tag));
        return Step.of(done.flash(Flash.Tone.GOOD, sentence));
    }

    /** Back to the form where one of its fields can put it right; else the dialog tells what failed. */
    static Step failed(Model model, long tag, Problem problem) {
        Job job = model.work().job(tag);
        if (job == null) {
            return Step.of(model);
        }
        if (job.outcome() instanceof Job.Outcome.Stopping) {
            Model stopped = model.with(model.work().without(tag)).close(new Dialog.Progress(tag));
            boolean carried = job.form() != null && job.form().subject() instanceof Dialog.Form.Carry;
            String left = carried && problem.next() != null ? " " + problem.next() : "";
            return Step.of(stopped.flash(Flash.Tone.WARN, job.words().cancelled() + left));
        }
        Dialog.Form corrected =
                job.form() == null || isToBeRead(job, job.form()) ? null : FormFields.refused(job.form(), problem);
        if (corrected != null && !corrected.equals(job.form())) {
            Model back = model.with(model.work().without(tag)).close(new Dialog.Progress(tag));
            return Step.of(back.open(corrected));
        }
        Model failed = model.with(model.work().with(tag, job.with(new Job.Outcome.Failed(problem))));
        return Step.of(
                isShown(failed, tag)
                        ? failed
                        : failed.flash(Flash.Tone.BAD, job.words().failed() + problem.message() + " J shows more."));
    }

    /** A build that failed at one of its steps: what that printed says more than its form. */
    private static boolean isToBeRead(Job job, Dialog.Form form) {
        return form.subject() instanceof Dialog.Form.Carry && !job.output().isEmpty();
    }

    /** Esc or ctrl-c while it runs: the agent ends it, and stops what it began. */
    static Step cancel(Model model, long tag, Job job) {
        return Step.of(model.with(model.work().with(tag, job.with(new Job.Outcome.Stopping()))))
                .and(new Effect.Cancel(tag));
    }

    private static boolean isShown(Model model, long tag) {
        return model.dialogs().contains(new Dialog.Progress(tag));
    }
}
