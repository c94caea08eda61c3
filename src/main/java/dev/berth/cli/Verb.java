package dev.berth.cli;

import dev.berth.api.ProblemException;
import java.util.concurrent.Callable;

/** A verb. What can't go on throws a problem, which is told and gives the exit code. */
abstract class Verb implements Callable<Integer> {
    private final Context context;

    Verb(Context context) {
        this.context = context;
    }

    final Context context() {
        return context;
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

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run();
        } catch (ProblemException failed) {
            return context.tell(failed.problem());
        }
    }
}
