package dev.berth.tui.view;

import dev.berth.api.Question;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Asking;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.TextInput;

/** The agent's question: whose key, which secret, or what a host waits for. */
final class QuestionBox {
    private static final int WIDTH = 76;
    private static final int LABEL = 13;

    private QuestionBox() {}

    static void draw(Model model, Question question, Canvas canvas) {
        switch (question) {
            case Question.HostKey hostKey -> hostKey(model, hostKey, canvas);
            case Question.ChangedHostKey changed -> changedHostKey(model, changed, canvas);
            case Question.Credential credential -> credential(model, credential, canvas);
            case Question.LoginPage page -> loginPage(model, page, canvas);
        }
    }

    private static void hostKey(Model model, Question.HostKey question, Canvas canvas) {
        Box box = Box.titled(
                "Unknown host key of " + owner(question, question.key()) + waiting(model.asking()), WIDTH, canvas);
        box.text(
                        "No known_hosts file has this key yet. Add it only if the fingerprint is the one that "
                                + "the host's owner gives.",
                        Style.TEXT)
                .blank()
                .field("Server", question.key().server(), LABEL, Style.TEXT)
                .field("Key type", question.key().type(), LABEL, Style.TEXT)
                .focusHere()
                .field("Fingerprint", question.key().fingerprint(), LABEL, Style.WARN)
                .field("Known as", otherNames(question), LABEL, Style.TEXT)
                .field(
                        "Added to",
                        question.file() == null ? "nothing: no known_hosts file is set" : question.file(),
                        LABEL,
                        Style.TEXT);
        int focus = model.asking().focus();
        box.foot(row -> {
            int x = Buttons.draw(row, 0, "Refuse", "Esc", focus == 0, false);
            x = Buttons.draw(row, x, "Accept once", "o", focus == 1, false);
            if (question.file() != null) {
                Buttons.draw(row, x, "Add", "a", focus == 2, false);
            }
        });
        box.draw(canvas, model.glyphs(), Style.WARN);
    }

    /** Whose key it is: the host that was asked for, or a jump host on the way there. */
    private static String owner(Question question, Question.ServerKey key) {
        return key.jump() == null ? question.host() : key.jump() + ", the jump host to " + question.host();
    }

    private static String otherNames(Question.HostKey question) {
        return question.otherNames().isEmpty() ? "no other name" : String.join(", ", question.otherNames());
    }

    private static void changedHostKey(Model model, Question.ChangedHostKey question, Canvas canvas) {
        Asking asking = model.asking();
        Question.KnownKey known = question.known();
        Box box = Box.titled("CHANGED host key of " + owner(question, question.key()) + waiting(asking), WIDTH, canvas);
        box.text(
                        "The machine was made anew, or somebody is listening in. Ask its owner for the fingerprint "
                                + "before you go on.",
                        Style.ERROR)
                .blank()
                .field("Server", question.key().server(), LABEL, Style.TEXT)
                .field("Known", known.fingerprint(), LABEL, Style.TEXT)
                .field("", known.type() + ", " + known.file() + " line " + known.line(), LABEL, Style.DIM)
                .field("Shown now", question.key().fingerprint(), LABEL, Style.WARN)
                .field("", question.key().type(), LABEL, Style.DIM)
                .field("Taken out by", question.remedy(), LABEL, Style.TEXT)
                .blank()
                .text("Type " + question.name() + " to take it out and add the one shown now:", Style.TEXT)
                .focusHere()
                .row(row -> FieldLine.draw(row, asking.input(), asking.input().text(), "", true));
        if (!question.name().startsWith(asking.input().text().strip())) {
            box.text("That is not " + question.name() + ".", Style.ERROR);
        }
        box.hints("Esc", "refuse", "Enter", "replace", "ctrl-y", "copy the command")
                .draw(canvas, model.glyphs(), Style.ERROR);
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

    private static void loginPage(Model model, Question.LoginPage question, Canvas canvas) {
        Box box = Box.titled(question.host() + " waits for you" + waiting(model.asking()), WIDTH, canvas);
        String address = question.address();
        box.field("Server", question.server(), LABEL, Style.TEXT);
        if (address != null) {
            box.field("Address", address, LABEL, Style.WARN);
        }
        box.blank()
                .text("It lets you in once you have done what it says:", Style.TEXT)
                .focusHere();
        question.text().strip().lines().forEach(line -> box.text(line, Style.TEXT));
        if (address == null) {
            box.hints("Esc", "give it up");
        } else {
            box.hints("o", "open in the browser", "y", "copy the address", "Esc", "give it up");
        }
        box.draw(canvas, model.glyphs(), Style.WARN);
    }

    private static String waiting(Asking asking) {
        int others = asking.queue().size() - 1;
        return others == 0 ? "" : " (" + others + " more waiting)";
    }
}
