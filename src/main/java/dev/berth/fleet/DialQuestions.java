package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.mux.Person;
import dev.berth.ssh.Questioner;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Asks on behalf of a dial. One that nobody asked for asks nobody. */
final class DialQuestions implements Questioner, Person {
    private final String host;
    private final Dial attempt;
    private final Questions questions;
    private final Waiting waiting;

    /** Told when a dial begins and ends to wait for an answer. */
    interface Waiting {
        void waits(Dial attempt, boolean now);
    }

    DialQuestions(String host, Dial attempt, Questions questions, Waiting waiting) {
        this.host = host;
        this.attempt = attempt;
        this.questions = questions;
        this.waiting = waiting;
    }

    @Override
    public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException, InterruptedException {
        return ask(id -> new Question.HostKey(id, host, key, file, otherNames));
    }

    @Override
    public Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy)
            throws ProblemException, InterruptedException {
        return ask(id -> new Question.ChangedHostKey(id, host, key, known, name, remedy));
    }

    @Override
    public void tell(String sentence) {
        questions.tell(host, attempt.callers, sentence);
    }

    @Override
    public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException {
        attempt.answered = true;
        Question.Answer answer = ask(id -> new Question.Credential(id, host, server, prompt, echo, problem));
        return answer instanceof Question.Answer.Give give ? give.secret() : null;
    }

    /** It is remembered, so that a session which only needed one is dialled again by itself. */
    @Override
    public @Nullable Secret passphrase(String file, @Nullable String problem)
            throws ProblemException, InterruptedException {
        Question.Answer answer =
                ask(id -> new Question.Credential(id, host, file, "Passphrase for " + file, false, problem));
        return answer instanceof Question.Answer.Give give ? give.secret() : null;
    }

    /** A dial that nobody asked for would only say it again. */
    @Override
    public void banner(String server, String text) {
        if (!attempt.callers.isEmpty()) {
            questions.told(host, server, text);
        }
    }

    private Question.Answer ask(LongFunction<Question> question) throws ProblemException, InterruptedException {
        if (attempt.callers.isEmpty()) {
            throw Problem.of(
                            Problem.Code.ANSWER_NEEDED,
                            host + " needs an answer from you before it connects.",
                            "Press r on it, or type berth connect " + host + ".")
                    .asException();
        }
        waiting.waits(attempt, true);
        try {
            return questions.ask(attempt.callers, question);
        } finally {
            waiting.waits(attempt, false);
        }
    }
}
