package dev.berth.tui.view;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.tui.action.Browsing;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Job;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Now;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;

/** A job step by step, and what came of it. */
final class JobBox {
    private static final int WIDTH = 78;

    private JobBox() {}

    static void draw(Model model, long tag, Canvas canvas) {
        Job job = model.work().job(tag);
        if (job == null) {
            return;
        }
        Box box = Box.titled(job.words().title(), WIDTH, canvas);
        for (Job.Told told : job.steps()) {
            step(model, box, job, told);
        }
        switch (job.outcome()) {
            case Job.Outcome.Running running -> running(model, box, job);
            case Job.Outcome.Stopping stopping -> {
                box.blank().text(job.words().stopping(), Style.WARN);
                box.hints("h", "hide");
            }
            case Job.Outcome.Ready ready -> ready(box, ready);
            case Job.Outcome.Failed failed -> failed(box, job, failed.problem());
        }
        box.scrolled(job.up()).draw(canvas, model.glyphs(), border(job.outcome()));
    }

    private static Style border(Job.Outcome outcome) {
        return switch (outcome) {
            case Job.Outcome.Running running -> Style.BORDER_FOCUSED;
            case Job.Outcome.Stopping stopping -> Style.WARN;
            case Job.Outcome.Ready ready -> Style.OK;
            case Job.Outcome.Failed failed -> Style.ERROR;
        };
    }

    private static void step(Model model, Box box, Job job, Job.Told told) {
        Event.Progress step = told.step();
        boolean over = step.state() == Event.StepState.RUNNING && !job.isRunning();
        String sign = switch (step.state()) {
            case RUNNING ->
                over
                        ? model.glyphs().of(Glyph.UNKNOWN)
                        : model.glyphs().spinner(model.now().spin());
            case DONE -> model.glyphs().of(Glyph.CHECK);
            case FAILED -> model.glyphs().of(Glyph.CROSS);
        };
        Style style = switch (step.state()) {
            case RUNNING -> over ? Style.DIM : Style.BUSY;
            case DONE -> Style.OK;
            case FAILED -> Style.ERROR;
        };
        String time = over ? "" : time(model, told);
        int room = box.inner() - 2 - (time.isEmpty() ? 0 : time.length() + 1);
        box.focusHere().row(row -> {
            row.text(0, 0, sign, style);
            row.text(2, 0, TextWidth.cut(step.text(), room), step.state() == Event.StepState.DONE ? Style.TEXT : style);
            row.text(box.inner() - time.length(), 0, time, Style.DIM);
        });
        String detail = step.detail();
        if (detail != null && !detail.isBlank()) {
            if (step.state() == Event.StepState.RUNNING) {
                // a line of its own: a box that grows and shrinks with what is printed can't be read
                box.row(row -> row.text(2, 0, TextWidth.cut(detail.strip(), box.inner() - 2), Style.DIM));
            } else {
                box.field("", detail.strip(), 2, Style.DIM);
            }
        }
    }

    /** How long the step took, or has taken by now; nothing of what takes no time. */
    private static String time(Model model, Job.Told told) {
        Double took = told.step().took();
        if (took != null) {
            return took < 0.05 ? "" : Words.duration(took);
        }
        Long ended = told.ended();
        double seconds = ((ended == null ? model.now().nanos() : ended) - told.began()) / (double) Now.SECOND;
        return seconds < 0.05 ? "" : Words.duration(seconds);
    }

    private static void running(Model model, Box box, Job job) {
        if (job.steps().isEmpty()) {
            box.text(model.glyphs().spinner(model.now().spin()) + " Asking the agent…", Style.BUSY);
        }
        long seconds = Math.max(0, (model.now().nanos() - job.began()) / Now.SECOND);
        box.hints("h", "hide", "Esc", "cancel", "", seconds + " s");
    }

    private static void ready(Box box, Job.Outcome.Ready ready) {
        box.blank().text("Ready. Open on this machine at", Style.TEXT);
        box.focusHere().text(Browsing.masked(ready.server().localUrl()), Style.ACCENT);
        box.hints("y", "copy the address with its token", "o", "open again", "Esc", "close");
    }

    private static void failed(Box box, Job job, Problem problem) {
        box.blank().focusHere().text(problem.message(), Style.ERROR);
        if (problem.next() != null) {
            box.text(problem.next(), Style.TEXT);
        }
        List<String> hints = new ArrayList<>();
        if (job.form() != null) {
            hints.addAll(List.of("e", "change and try again"));
        }
        if (!job.output().isEmpty()) {
            hints.addAll(List.of("k j", "scroll"));
        }
        hints.addAll(List.of("y", "copy", "Esc", "close"));
        box.hints(hints.toArray(String[]::new));
    }
}
