package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** shell-init: jlr, jll and jlk as shell functions over Berth's verbs. */
final class ShellInitVerb extends Verb {
    private String shell = "";

    ShellInitVerb(Context context) {
        super(context, "shell-init", "Print jlr, jll and jlk for your shell: eval \"$(berth shell-init bash)\".");
        syntax().word("bash|zsh|fish", "The shell they are for.", value -> shell = value);
    }

    @Override
    int run() throws ProblemException {
        String resource = switch (shell) {
            case "bash", "zsh" -> "functions.sh";
            case "fish" -> "functions.fish";
            default ->
                throw Problem.of(Problem.Code.USAGE, "shell-init knows bash, zsh and fish, not " + shell + ".")
                        .asException();
        };
        front().out().print(text(resource).replace("@BERTH@", berth()));
        front().out().flush();
        return 0;
    }

    /** The command the functions call: with the ssh configuration that was asked for now. */
    private String berth() {
        Path sshConfig = front().wiring().places().sshConfig();
        return sshConfig == null ? "berth" : "berth -F " + quote(sshConfig.toString());
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String text(String resource) {
        try (InputStream in = ShellInitVerb.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
