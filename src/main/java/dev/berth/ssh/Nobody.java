package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import org.jspecify.annotations.Nullable;

/** Asks nobody, as BatchMode wants it. */
final class Nobody implements Questioner {
    @Override
    public Question.Answer hostKey(String server, String keyType, String fingerprint, String file)
            throws ProblemException {
        throw needed(server);
    }

    @Override
    public Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException {
        throw needed(server);
    }

    private static ProblemException needed(String what) {
        return Problem.of(
                        Code.ANSWER_NEEDED,
                        what + " needs an answer, and BatchMode forbids to ask.",
                        "Connect without BatchMode, or add the key to ssh-agent.")
                .asException();
    }
}
