package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A verb. What can't go on throws a problem, which is told and gives the exit code. */
abstract class Verb implements Callable<Integer> {
    private final Context context;
    private final Syntax syntax;

    Verb(Context context, String name, String... description) {
        this.context = context;
        this.syntax = Syntax.of(this, name, description);
    }

    /** What it takes; its constructor tells. */
    final Syntax syntax() {
        return syntax;
    }

    final Context context() {
        return context;
    }

    /** It as picocli runs it. */
    CommandLine line() {
        return new CommandLine(syntax.spec());
    }

    final Front front() {
        return context.front();
    }

    final GlobalOptions options() {
        return context.options();
    }

    /**
     * Does it.
     *
     * @return the exit code
     */
    abstract int run() throws ProblemException, InterruptedException;

    /** What follows {@code --} is passed on. Elsewhere it would be dropped silently, and is refused. */
    boolean takesWordsBehindDashes() {
        return false;
    }

    private void check() throws ProblemException {
        if (!context.behindDashes().isEmpty() && !takesWordsBehindDashes()) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "Nothing goes behind -- here: " + String.join(" ", context.behindDashes()) + ".",
                            "Only exec, shell and jupyter start pass words on.")
                    .asException();
        }
        Double timeout = options().timeout;
        if (timeout != null && !(timeout > 0)) {
            throw Problem.of(Problem.Code.USAGE, "--timeout takes seconds above 0, not " + timeout + ".")
                    .asException();
        }
    }

    @Override
    public final Integer call() throws InterruptedException {
        try {
            check();
            return run();
        } catch (ProblemException failed) {
            return context.tell(failed.problem());
        }
    }
}
