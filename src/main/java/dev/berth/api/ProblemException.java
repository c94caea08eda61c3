package dev.berth.api;

import org.jspecify.annotations.Nullable;

/** A {@link Problem} on its way to whoever can tell a person. Its cause is for the log only. */
public final class ProblemException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
