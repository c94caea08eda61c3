package dev.berth.tui.update;

import dev.berth.tui.action.Browsing;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Step;
import dev.berth.tui.table.Wrap;
import dev.berth.tui.term.Key;

/** Keys in the dialog of a job. */
final class JobKeys {
    /** About as wide as the dialog shows it. */
    private static final int OUTPUT_WIDTH = 70;

    private JobKeys() {}

    static Step pressed(Model model, long tag, Key key) {
        Job job = model.work().job(tag);
        if (job == null) {
            return Step.of(model.close());
        }
        return switch (job.outcome()) {
            case Job.Outcome.Running running -> running(model, tag, job, key);
            case Job.Outcome.Stopping stopping -> hides(key) ? Step.of(model.close()) : Step.of(model);
            case Job.Outcome.Ready ready -> ready(model, ready, key);
            case Job.Outcome.Failed failed -> failed(model, tag, job, failed, key);
        };
    }

    private static Step running(Model model, long tag, Job job, Key key) {
        if (hides(key)) {
            return Step.of(model.close().flash(Flash.Tone.INFO, "Goes on in the background; J shows it."));
        }
        return Keys.isEnd(key) ? Jobs.cancel(model, tag, job) : scrolled(model, tag, job, key);
    }

    private static Step ready(Model model, Job.Outcome.Ready ready, Key key) {
        if (Dialogs.isText(key, 'y')) {
            return Dialogs.copied(model, ready.server().localUrl(), "address");
        }
        if (Dialogs.isText(key, 'o')) {
            return Browsing.secret(model, ready.server().localUrl());
        }
        return leaves(key) ? Step.of(model.close()) : Step.of(model);
    }

    private static Step failed(Model model, long tag, Job job, Job.Outcome.Failed failed, Key key) {
        if (Dialogs.isText(key, 'y')) {
            String text = job.output() + failed.problem().sentence();
            return Dialogs.copied(model, new dev.berth.api.Secret(text), "problem");
        }
        if (Dialogs.isText(key, 'e') && job.form() != null) {
            return Step.of(model.with(model.work().without(tag)).swap(job.form()));
        }
        return leaves(key) ? Step.of(model.with(model.work().without(tag)).close()) : scrolled(model, tag, job, key);
    }

    /** What the failed steps had printed can be longer than the screen is high. */
    private static Step scrolled(Model model, long tag, Job job, Key key) {
        int rows = model.size().rows();
        int by = Dialogs.isText(key, 'k') || key.named() == Key.Named.UP
                ? 1
                : Dialogs.isText(key, 'j') || key.named() == Key.Named.DOWN
                        ? -1
                        : key.named() == Key.Named.PAGE_UP
                                ? rows / 2
                                : key.named() == Key.Named.PAGE_DOWN ? -rows / 2 : 0;
        int height = job.steps().stream()
                .mapToInt(told -> 1 + Wrap.lines(told.output(), OUTPUT_WIDTH).size())
                .sum();
        int up = Math.clamp(job.up() + (long) by, 0, Math.max(0, height - rows / 2));
        return Step.of(by == 0 ? model : model.with(model.work().with(tag, job.scrolled(up))));
    }

    private static boolean hides(Key key) {
        return Dialogs.isText(key, 'h');
    }

    private static boolean leaves(Key key) {
        return Keys.isEnd(key) || key.named() == Key.Named.ENTER || Dialogs.isText(key, 'q');
    }
}
