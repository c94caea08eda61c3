package dev.berth.cli;

import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal, as ssh does: on /dev/tty, whatever standard input and output are. */
final class Terminal {
    private static final File TTY = new File("/dev/tty");

    private static final HostKeyPrompts HOST_KEYS = new HostKeyPrompts(prompt -> line(prompt, true));

    private Terminal() {}

    /** There is a terminal to ask on. */
    static boolean there() {
        try (FileInputStream tty = new FileInputStream(TTY)) {
            return tty.getFD().valid();
        } catch (IOException none) {
            return false;
        }
    }

    /** Returns null where there is nothing to answer: the question is settled elsewhere. */
    static Question.@Nullable Answer ask(Question question) {
        try {
            return switch (question) {
                case Question.HostKey unknown -> HOST_KEYS.unknown(unknown);
                case Question.ChangedHostKey changed -> HOST_KEYS.changed(changed);
                case Question.Credential credential -> askCredential(credential);
                case Question.LoginPage page -> show(page);
            };
        } catch (IOException noTerminal) {
            return new Question.Answer.Refuse();
        }
    }

    private static Question.@Nullable Answer show(Question.LoginPage page) throws IOException {
        try (PrintStream to = new PrintStream(new FileOutputStream(TTY), true, StandardCharsets.UTF_8)) {
            to.println("(" + Text.clean(page.server()) + ") waits for you to do what it says:");
            page.text().lines().forEach(line -> to.println("  " + Text.clean(line)));
            to.println("It goes on by itself once you have; ctrl-c gives it up.");
        }
        return null;
    }

    private static Question.Answer askCredential(Question.Credential question) throws IOException {
        String problem = question.problem() == null ? "" : Text.clean(question.problem()) + "\n";
        String answer = line(
                problem + "(" + Text.clean(question.server()) + ") " + Text.clean(question.prompt()), question.echo());
        return answer == null ? new Question.Answer.Refuse() : new Question.Answer.Give(new Secret(answer));
    }

    private static @Nullable String line(String prompt, boolean echo) throws IOException {
        try (PrintStream to = new PrintStream(new FileOutputStream(TTY), true, StandardCharsets.UTF_8);
                BufferedReader from =
                        new BufferedReader(new InputStreamReader(new FileInputStream(TTY), StandardCharsets.UTF_8))) {
            String shown = prompt.endsWith(" ") ? prompt : prompt + " ";
            if (echo) {
                to.print(shown);
                to.flush();
                return from.readLine();
            }
            // before it is asked: a quick answer would be seen
            HiddenTyping hidden = HiddenTyping.on(TTY);
            try {
                to.print(shown);
                to.flush();
                return from.readLine();
            } finally {
                hidden.close();
                to.println();
            }
        }
    }
}
