package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.Window;
import dev.berth.tty.OwnTerminal;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lends the person's terminal to something on a pty of a host. */
final class TerminalStream {
    private final Context context;
    private final OwnTerminal terminal;

    private TerminalStream(Context context, OwnTerminal terminal) {
        this.context = context;
        this.terminal = terminal;
    }

    /**
     * @param who needs it, for the sentence where there is no terminal
     * @param without what does without one
     */
    static TerminalStream open(Context context, String who, String without) throws ProblemException {
        try {
            return new TerminalStream(context, OwnTerminal.open(who));
        } catch (IOException none) {
            throw Problem.of(Problem.Code.USAGE, String.valueOf(none.getMessage()), without)
                    .asException(none);
        }
    }

    /** Null where standard input and output are no terminal. */
    static @Nullable TerminalStream openIfThere(Context context) {
        try {
            return new TerminalStream(context, OwnTerminal.open(""));
        } catch (IOException none) {
            return null;
        }
    }

    /** Runs it until it ends. @return its exit code */
    int run(Talk talk, Function<Request.Pty, Request.Streamed> request) throws ProblemException, InterruptedException {
        Front front = context.front();
        OwnTerminal.Cells size = terminal.size();
        String term = front.wiring().environment().getOrDefault("TERM", "xterm");
        Window window = new Window();
        OwnTerminal.on("WINCH", () -> {
            OwnTerminal.Cells now = terminal.size();
            window.resize(now.columns(), now.rows());
        });
        RawTyping raw = raw();
        try {
            Request.Pty pty = new Request.Pty(term, size.columns(), size.rows());
            return talk.connection().stream(
                    request.apply(pty), new Streams(front.in(), front.out(), front.err(), window));
        } catch (ProblemException failed) {
            if (brokeOff(failed.problem().code())) {
                // a program of the host that has no say any more may have left the terminal in any state
                front.out().print(OwnTerminal.TIDY + "\r\n");
                front.out().flush();
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

    private RawTyping raw() throws ProblemException {
        try {
            return RawTyping.on(terminal);
        } catch (IOException gone) {
            throw Problem.of(Problem.Code.INTERRUPTED, "The terminal is gone.").asException(gone);
        }
    }
}
