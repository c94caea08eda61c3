package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verb that ends with the exit code of a command somewhere else; what fails here gives 255, as with ssh. */
abstract class CommandVerb extends Verb {
    private static final int OUR_FAILURE = 255;

    private List<String> place = List.of();

    CommandVerb(Context context, String name, String description) {
        super(context, name, description);
        syntax().words("HOST [CONTAINER]", "1..2", "Where; its command follows --.", value -> place = value);
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
