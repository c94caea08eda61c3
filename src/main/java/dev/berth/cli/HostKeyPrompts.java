package dev.berth.cli;

import dev.berth.api.Question;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks about host keys in a terminal, in words like those of ssh. */
final class HostKeyPrompts {
    /** Shows a prompt and reads a line; null where the terminal ended. */
    interface Typing {
        @Nullable
        String line(String prompt) throws IOException;
    }

    private final Typing typing;

    HostKeyPrompts(Typing typing) {
        this.typing = typing;
    }

    /** As in ssh, the fingerprint itself may be typed, and what is neither it nor a known word is asked for again. */
    Question.Answer unknown(Question.HostKey question) throws IOException {
        String prompt = words(question);
        while (true) {
            String line = typing.line(prompt);
            String typed = line == null ? "" : line.strip();
            if (typed.equals(question.key().fingerprint())) {
                return added(question);
            }
            switch (typed.toLowerCase(Locale.ROOT)) {
                case "yes" -> {
                    return added(question);
                }
                case "once" -> {
                    return new Question.Answer.AcceptOnce();
                }
                case "no", "" -> {
                    return new Question.Answer.Refuse();
                }
                default -> prompt = "Please type yes, once, no or the fingerprint: ";
            }
        }
    }

    private static Question.Answer added(Question.HostKey question) {
        return question.file() == null ? new Question.Answer.AcceptOnce() : new Question.Answer.AcceptAndAdd();
    }

    private static String words(Question.HostKey question) {
        StringBuilder words = new StringBuilder(who(question, question.key()));
        words.append(" shows a host key that no known_hosts file has.\n")
                .append(row("server", question.key().server()))
                .append(row(question.key().type(), question.key().fingerprint()));
        if (question.otherNames().isEmpty()) {
            words.append("This key is not known by any other name.\n");
        } else {
            words.append("This key is known by other names:\n");
            question.otherNames().forEach(name -> words.append(row("", name)));
        }
        String keeps = question.file() == null
                ? "yes = go on (no file is set to keep it in)"
                : "yes = add it to " + Text.clean(question.file());
        return words + "Trust it? " + keeps + ", once = for this connection, no, or the fingerprint: ";
    }

    Question.Answer changed(Question.ChangedHostKey question) throws IOException {
        String name = Text.clean(question.name());
        Question.KnownKey known = question.known();
        String typed = typing.line("The host key of " + who(question, question.key())
                + " has CHANGED: the machine was made anew, or somebody is listening in.\n"
                + row("server", question.key().server())
                + row("known", known.type() + " " + known.fingerprint())
                + row("", known.file() + " line " + known.line())
                + row("shown now", question.key().type() + " " + question.key().fingerprint())
                + row("taken out by", question.remedy())
                + "Type " + name + " to take it out and add the one shown now, anything else to refuse: ");
        return typed != null && question.confirmedBy(typed)
                ? new Question.Answer.Replace()
                : new Question.Answer.Refuse();
    }

    private static String who(Question question, Question.ServerKey key) {
        return key.jump() == null
                ? Text.clean(question.host())
                : Text.clean(key.jump()) + " (the jump host on the way to " + Text.clean(question.host()) + ")";
    }

    private static String row(String label, String text) {
        return String.format(Locale.ROOT, "  %-12s %s%n", Text.clean(label), Text.clean(text));
    }
}
