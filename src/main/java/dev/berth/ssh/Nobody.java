package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Asks nobody, as BatchMode wants it. */
final class Nobody implements Questioner {
    @Override
    public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException {
        throw needed(key.server());
    }

    @Override
    public Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy)
            throws ProblemException {
        throw needed(key.server());
    }

    @Override
    public Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException {
        throw needed(server);
    }

    @Override
    public void banner(String server, String text) {
        // nobody is there
    }

    /** As ssh does, it waits for as long as the server. */
    @Override
    public void page(String server, String text, CompletableFuture<?> decided) throws InterruptedException {
        try {
            decided.get();
        } catch (ExecutionException refused) {
            // it was decided
        }
    }

    @Override
    public void tell(String sentence) {
        // nobody is there
    }

    private static ProblemException needed(String what) {
        return Problem.of(
                        Code.ANSWER_NEEDED,
                        what + " needs an answer, and BatchMode forbids to ask.",
                        "Connect without BatchMode, or add the key to ssh-agent.")
                .asException();
    }
}
