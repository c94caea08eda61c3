package dev.berth.ssh;

import dev.berth.api.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A key can't be used; its message is a few words for a sentence about what was tried. */
final class KeyUnusableException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Problem problem;

    /** @param problem nobody was there to be asked; null where it is another reason */
    KeyUnusableException(String words, @Nullable Problem problem) {
        super(words);
        this.problem = problem;
    }

    @Nullable
    Problem problem() {
        return problem;
    }

    /** Finds one below what sshj wrapped around it. */
    static @Nullable KeyUnusableException in(@Nullable Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeyUnusableException unusable) {
                return unusable;
            }
        }
        return null;
    }
}
