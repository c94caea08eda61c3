package dev.berth.cli;

import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import org.jspecify.annotations.Nullable;

/** shell: a shell, or a command, on a pty. */
final class ShellVerb extends CommandVerb {
    ShellVerb(Context context) {
        super(
                context,
                "shell",
                "Open a shell on a host or in a container, or run the command behind -- there on a terminal. Ends"
                        + " with its exit code; 255 is our own failure, as with ssh. --timeout bounds the connecting only.");
    }

    @Override
    int exitCode(String host, @Nullable String container) throws ProblemException, InterruptedException {
        context().refuseReadonly("open a shell");
        TerminalStream terminal =
                TerminalStream.open(context(), "A shell", "Without one: berth exec HOST [CONTAINER] -- COMMAND…");
        try (Talk talk = Talk.open(context())) {
            // questions can't be asked over a connection that carries a shell
            talk.ask(new Request.Connect(host));
            return terminal.run(
                    talk, pty -> new Request.Exec(host, container, context().behindDashes(), pty));
        }
    }
}
