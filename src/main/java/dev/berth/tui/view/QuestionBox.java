package dev.berth.tui.view;

import dev.berth.api.Question;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Asking;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.TextInput;

/** The agent's question: whose key, or which secret. */
final class QuestionBox {
    private static final int WIDTH = 76;
    private static final int LABEL = 13;

    private QuestionBox() {}

    static void draw(Model model, Question question, Canvas canvas) {
        switch (question) {
            case Question.HostKey hostKey -> hostKey(model, hostKey, canvas);
            case Question.Credential credential -> credential(model, credential, canvas);
        }
    }

    private static void hostKey(Model model, Question.HostKey question, Canvas canvas) {
        Box box = Box.titled("Unknown host key of " + question.host() + waiting(model.asking()), WIDTH, canvas);
        box.text(
                        "No known_hosts file has this key yet. Add it only if the fingerprint is the one that "
                                + "the host's owner gives.",
                        Style.TEXT)
                .blank()
                .field("Server", question.server(), LABEL, Style.TEXT)
                .field("Key type", question.keyType(), LABEL, Style.TEXT)
                .focusHere()
                .field("Fingerprint", question.fingerprint(), LABEL, Style.WARN)
                .field("Added to", question.file(), LABEL, Style.TEXT);
        int focus = model.asking().focus();
        box.foot(row -> {
            int x = Buttons.draw(row, 0, "Refuse", "Esc", focus == 0, false);
            x = Buttons.draw(row, x, "Accept once", "o", focus == 1, false);
            Buttons.draw(row, x, "Add", "a", focus == 2, false);
        });
        box.draw(canvas, model.glyphs(), Style.WARN);
    }

    private static void credential(Model model, Question.Credential question, Canvas canvas) {
        Asking asking = model.asking();
        TextInput input = asking.input();
        String shown = question.echo() ? input.text() : "*".repeat(input.text().length());
        Box box = Box.titled(question.host() + " asks" + waiting(asking), WIDTH, canvas);
        box.field("For", question.server(), LABEL, Style.TEXT).text(question.prompt(), Style.TEXT);
        if (question.problem() != null) {
            box.text(question.problem(), Style.ERROR);
        }
        box.blank().focusHere().row(row -> FieldLine.draw(row, input, shown, "", true));
        box.hints("Enter", "answer", "Esc", "refuse").draw(canvas, model.glyphs(), Style.WARN);
    }

    private static String waiting(Asking asking) {
        int others = asking.queue().size() - 1;
        return others == 0 ? "" : " (" + others + " more waiting)";
    }
}
