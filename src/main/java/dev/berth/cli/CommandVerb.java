package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A verb that ends with the exit code of a command somewhere else; what fails here gives 255, as with ssh. */
abstract class CommandVerb extends Verb {
    private static final int OUR_FAILURE = 255;

    @Parameters(paramLabel = "HOST [CONTAINER]", arity = "1..2", description = "Where; its command follows --.")
    List<String> place = List.of();

    CommandVerb(Context context) {
        super(context);
    }

    @Override
    final int run() throws InterruptedException {
        try {
            return exitCode();
        } catch (ProblemException failed) {
            int exit = context().tell(failed.problem());
            return failed.problem().code() == Problem.Code.USAGE ? exit : OUR_FAILURE;
        }
    }

    private int exitCode() throws ProblemException, InterruptedException {
        List<String> words = Context.place(place);
        if (words.size() > 2) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "A command goes behind --.",
                            "HOST [CONTAINER] -- " + String.join(" ", words.subList(2, words.size())))
                    .asException();
        }
        return exitCode(words.getFirst(), words.size() > 1 ? words.get(1) : null);
    }

    /** Runs it there. */
    abstract int exitCode(String host, @Nullable String container) throws ProblemException, InterruptedException;

    @Override
    final boolean takesWordsBehindDashes() {
        return true;
    }
}
