package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.mux.Person;
import dev.berth.ssh.Questioner;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Asks on behalf of a dial. One that nobody asked for asks nobody. */
final class DialQuestions implements Questioner, Person {
    private final String host;
    private final Dial attempt;
    private final Questions questions;
    private final Waiting waiting;
    private final Consumer<String> told;

    /** Told when a dial begins and ends to wait for an answer. */
    interface Waiting {
        void waits(Dial attempt, boolean now);
    }

    /** @param told takes what is to be read and not to be answered */
    DialQuestions(String host, Dial attempt, Questions questions, Waiting waiting, Consumer<String> told) {
        this.host = host;
        this.attempt = attempt;
        this.questions = questions;
        this.waiting = waiting;
        this.told = told;
    }

    @Override
    public Question.Answer hostKey(String server, String keyType, String fingerprint, String file)
            throws ProblemException, InterruptedException {
        return ask(id -> new Question.HostKey(id, host, server, keyType, fingerprint, file));
    }

    @Override
    public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException {
        attempt.answered = true;
        Question.Answer answer = ask(id -> new Question.Credential(id, host, server, prompt, echo, problem));
        return answer instanceof Question.Answer.Give give ? give.secret() : null;
    }

    @Override
    public void tell(String text) {
        told.accept(text);
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
