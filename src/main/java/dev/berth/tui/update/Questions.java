package dev.berth.tui.update;

import dev.berth.api.Question;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.tui.action.Browsing;
import dev.berth.tui.model.Asking;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Now;
import dev.berth.tui.model.Step;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.term.Key;
import java.util.List;

/** The agent's questions: host keys, secrets, pages to open. */
final class Questions {
    /** A question comes unasked: what was typed for something else must not answer it. */
    private static final long DEAF = 3 * Now.SECOND / 10;

    /** Letters go into the field. */
    private static final Key COPY = Key.ctrl('y');

    private Questions() {}

    static Step pressed(Model model, Question question, Key key) {
        if (model.now().isBefore(model.asking().shownAt() + DEAF)) {
            return Step.of(model);
        }
        if (Keys.isEnd(key)) {
            return answer(model, question, new Question.Answer.Refuse());
        }
        return switch (question) {
            case Question.HostKey hostKey -> hostKey(model, hostKey, key);
            case Question.ChangedHostKey changed -> changedHostKey(model, changed, key);
            case Question.Credential credential -> credential(model, credential, key);
            case Question.LoginPage page -> loginPage(model, page, key);
        };
    }

    static Model pasted(Model model, Question question, String text) {
        Asking asking = model.asking();
        return question instanceof Question.HostKey || question instanceof Question.LoginPage
                ? model
                : model.with(asking.typed(asking.input().insert(text)));
    }

    private static Step hostKey(Model model, Question.HostKey question, Key key) {
        Asking asking = model.asking();
        if (key.named() != null) {
            return switch (key.named()) {
                case ENTER -> answer(model, question, answer(asking.focus()));
                case LEFT, UP -> focused(model, question, -1);
                case RIGHT, DOWN -> focused(model, question, 1);
                case TAB -> focused(model, question, key.shift() ? -1 : 1);
                default -> Step.of(model);
            };
        }
        return switch (key.codePoint()) {
            case 'o' -> answer(model, question, new Question.Answer.AcceptOnce());
            case 'a' ->
                question.file() == null ? Step.of(model) : answer(model, question, new Question.Answer.AcceptAndAdd());
            case 'r', 'n' -> answer(model, question, new Question.Answer.Refuse());
            default -> Step.of(model);
        };
    }

    private static Step focused(Model model, Question.HostKey question, int by) {
        Asking asking = model.asking();
        // without a file to add to there is no third button
        int buttons = question.file() == null ? 2 : 3;
        return Step.of(model.with(asking.focused(Math.floorMod(asking.focus() + by, buttons))));
    }

    /** By the place of its button; the first, which has the focus at the start, refuses. */
    private static Question.Answer answer(int button) {
        return switch (button) {
            case 1 -> new Question.Answer.AcceptOnce();
            case 2 -> new Question.Answer.AcceptAndAdd();
            default -> new Question.Answer.Refuse();
        };
    }

    private static Step changedHostKey(Model model, Question.ChangedHostKey question, Key key) {
        Asking asking = model.asking();
        String text = asking.input().text();
        if (key.equals(COPY)) {
            return new Step(model, List.of(new Effect.Copy(new Secret(question.remedy()))));
        }
        if (key.named() == Key.Named.ENTER) {
            if (question.confirmedBy(text)) {
                return answer(model, question, new Question.Answer.Replace());
            }
            return text.isBlank() ? answer(model, question, new Question.Answer.Refuse()) : Step.of(model);
        }
        return typed(model, key);
    }

    private static Step typed(Model model, Key key) {
        TextInput typed = model.asking().input().typed(key);
        return Step.of(typed == null ? model : model.with(model.asking().typed(typed)));
    }

    private static Step credential(Model model, Question.Credential question, Key key) {
        Asking asking = model.asking();
        if (key.named() == Key.Named.ENTER) {
            return answer(
                    model,
                    question,
                    new Question.Answer.Give(new Secret(asking.input().text())));
        }
        return typed(model, key);
    }

    /** It stays until the host has decided. */
    private static Step loginPage(Model model, Question.LoginPage question, Key key) {
        String address = question.address();
        if (address == null || key.named() != null) {
            return Step.of(model);
        }
        return switch (key.codePoint()) {
            case 'o' -> Browsing.plain(model, address);
            case 'y' -> new Step(model, List.of(new Effect.Copy(new Secret(address))));
            default -> Step.of(model);
        };
    }

    private static Step answer(Model model, Question question, Question.Answer answer) {
        Asking next = model.asking().settled(question.id(), model.now().nanos());
        return model.with(next).send(new Request.Answer(question.id(), answer), new Intent.Quiet());
    }
}
