package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.Window;
import dev.berth.tty.OwnTerminal;
import java.io.IOException;
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
        OwnTerminal terminal = terminal();
        try (Talk talk = Talk.open(context())) {
            // questions can't be asked over a connection that carries a shell
            talk.ask(new Request.Connect(host));
            return shell(talk, terminal, host, container);
        }
    }

    private static OwnTerminal terminal() throws ProblemException {
        try {
            return OwnTerminal.open("A shell");
        } catch (IOException none) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            String.valueOf(none.getMessage()),
                            "Without one: berth exec HOST [CONTAINER] -- COMMAND…")
                    .asException(none);
        }
    }

    private int shell(Talk talk, OwnTerminal terminal, String host, @Nullable String container)
            throws ProblemException, InterruptedException {
        OwnTerminal.Cells size = terminal.size();
        String term = front().wiring().environment().getOrDefault("TERM", "xterm");
        Request.Exec request = new Request.Exec(
                host, container, context().behindDashes(), new Request.Pty(term, size.columns(), size.rows()));
        Window window = new Window();
        OwnTerminal.on("WINCH", () -> {
            OwnTerminal.Cells now = terminal.size();
            window.resize(now.columns(), now.rows());
        });
        RawTyping raw = raw(terminal);
        try {
            return talk.connection().stream(request, new Streams(front().in(), front().out(), front().err(), window));
        } catch (ProblemException failed) {
            if (brokeOff(failed.problem().code())) {
                // a program of the host that has no say any more may have left the terminal in any state
                front().out().print(OwnTerminal.TIDY + "\r\n");
                front().out().flush();
            }
            throw failed;
        } finally {
            raw.close();
        }
    }

    private static boolean brokeOff(Problem.Code code) {
        return code == Problem.Code.LINK_LOST
                || code == Problem.Code.AGENT_UNREACHABLE
                || code == Problem.Code.INTERRUPTED;
    }

    private static RawTyping raw(OwnTerminal terminal) throws ProblemException {
        try {
            return RawTyping.on(terminal);
        } catch (IOException gone) {
            throw Problem.of(Problem.Code.INTERRUPTED, "The terminal is gone.").asException(gone);
        }
    }
}
