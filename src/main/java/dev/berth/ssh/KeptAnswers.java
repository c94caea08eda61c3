package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a person answered while the host dropped the login for taking too long: the next login is given it without
 * asking again, once. Called by one thread at a time, now the one that dials, now sshj's.
 */
final class KeptAnswers implements Questioner {
    private record Given(String server, String prompt, Secret answer) {}

    private final Questioner person;
    private final List<Given> given = new ArrayList<>();
    private final List<Given> kept = new ArrayList<>();

    KeptAnswers(Questioner person) {
        this.person = person;
    }

    /**
     * Another login begins.
     *
     * @param unjudged the host had not looked at the answers when it went
     */
    synchronized void next(boolean unjudged) {
        kept.clear();
        if (unjudged) {
            kept.addAll(given);
        }
        given.clear();
    }

    @Override
    public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException, InterruptedException {
        return person.hostKey(key, file, otherNames);
    }

    @Override
    public Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy)
            throws ProblemException, InterruptedException {
        return person.changedHostKey(key, known, name, remedy);
    }

    @Override
    public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException {
        Secret before = problem == null ? taken(server, prompt) : null;
        if (before != null) {
            return before;
        }
        Secret answer = person.credential(server, prompt, echo, problem);
        if (answer != null) {
            give(new Given(server, prompt, answer));
        }
        return answer;
    }

    private synchronized @Nullable Secret taken(String server, String prompt) {
        for (Given one : kept) {
            if (one.server().equals(server) && one.prompt().equals(prompt)) {
                kept.remove(one);
                return one.answer();
            }
        }
        return null;
    }

    private synchronized void give(Given answer) {
        given.add(answer);
    }

    /** Remembered elsewhere: it is no answer to the host. */
    @Override
    public @Nullable Secret passphrase(String file, @Nullable String problem)
            throws ProblemException, InterruptedException {
        return person.passphrase(file, problem);
    }

    @Override
    public void banner(String server, String text) {
        person.banner(server, text);
    }

    @Override
    public void page(String server, String text, CompletableFuture<?> decided)
            throws ProblemException, InterruptedException {
        person.page(server, text, decided);
    }

    @Override
    public void tell(String sentence) {
        person.tell(sentence);
    }
}
