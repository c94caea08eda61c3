package dev.berth.tui.action;

import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Since;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Followed;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form for what of a log is shown. */
public final class LogForm {
    private static final String SINCE = "since";
    private static final String TAIL = "tail";
    private static final String TIMES = "times";

    private LogForm() {}

    static Dialog.Form of(Page.Log log) {
        Page.Part part = log.part();
        return new Dialog.Form(
                new Dialog.Form.LogPart(log),
                "Log of " + log.name() + " on " + log.host(),
                List.of(),
                List.of(
                        Dialog.Field.of(SINCE, "Since", part.since(), "its beginning; 10m, 2h or 2026-03-02T12:00"),
                        Dialog.Field.of(TAIL, "Last lines", tail(part), "at most " + Followed.MOST_LINES),
                        Dialog.Field.of(TIMES, "Times", part.times() ? "yes" : "", "no; yes: each line's")),
                0,
                null,
                0);
    }

    private static String tail(Page.Part part) {
        return part.tail() == Followed.MOST_LINES ? "" : Integer.toString(part.tail());
    }

    static Step submit(Model model, Dialog.Form form, Dialog.Form.LogPart subject) {
        String since = form.value(SINCE);
        try {
            instant(model, since);
        } catch (ProblemException wrong) {
            return Step.of(model.swap(form.blaming(SINCE, wrong.problem())));
        }
        String tail = form.value(TAIL);
        if (!tail.matches("[1-9]\\d{0,3}|") || !tail.isEmpty() && Integer.parseInt(tail) > Followed.MOST_LINES) {
            return Step.of(
                    model.swap(form.blaming(TAIL, Fields.wrong("A number from 1 to " + Followed.MOST_LINES + "."))));
        }
        String times = form.value(TIMES);
        if (!List.of("", "no", "yes").contains(times)) {
            return Step.of(model.swap(form.blaming(TIMES, Fields.wrong("yes or no."))));
        }
        Page.Log log = subject.log();
        Page.Part part = new Page.Part(
                since, tail.isEmpty() ? Followed.MOST_LINES : Integer.parseInt(tail), times.equals("yes"));
        Model closed = model.close();
        if (!closed.page().equals(log)) {
            return Step.of(closed);
        }
        Page.Log other = new Page.Log(log.of(), log.row(), log.host(), log.container(), log.name(), part);
        return Step.of(closed.with(closed.navigation().pop().push(other)));
    }

    /** As the engine is asked for it now. */
    public static Request.LogPart part(Model model, Page.Part part) {
        try {
            return new Request.LogPart(true, part.tail(), instant(model, part.since()), null, part.times());
        } catch (ProblemException neverTyped) {
            throw new IllegalStateException(neverTyped);
        }
    }

    private static @Nullable Instant instant(Model model, String since) throws ProblemException {
        return Since.of("Since", since.isEmpty() ? null : since, model.now().at(), ZoneId.systemDefault());
    }
}
