package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.mux.Person;
import dev.berth.ssh.Questioner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Asks on behalf of a dial. One that nobody asked for asks nobody. */
final class DialQuestions implements Questioner, Person {
    private final String host;
    private final Dial attempt;
    private final Questions questions;
    private final Waiting waiting;

    /** A host that has not let anybody in by then, and not refused either, is not just slow. */
    private static final Duration SLOW = Duration.ofSeconds(15);

    private static final int LONGEST = 4000;

    /** Told when a dial begins and ends to wait for an answer. */
    interface Waiting {
        /** @param why what it waits for, where the question alone does not tell */
        void waits(Dial attempt, @Nullable Problem why);

        void goesOn(Dial attempt);
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
            questions.told(host, attempt.callers, server, text);
        }
    }

    /** The host may let a later dial in without a page, so one that nobody asked for looks whether it does. */
    @Override
    public void page(String server, String text, CompletableFuture<?> decided)
            throws ProblemException, InterruptedException {
        Problem needed = Problem.of(
                Problem.Code.ANSWER_NEEDED,
                Questions.keepsBack(host, text),
                "Press r on it, or type berth connect " + host + ".");
        if (!somebody() && isDecided(decided)) {
            return;
        }
        if (!somebody()) {
            throw needed.asException();
        }
        waiting.waits(attempt, needed);
        String words = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        try {
            questions.ask(attempt.callers, id -> new Question.LoginPage(id, host, server, words), decided);
        } finally {
            waiting.goesOn(attempt);
        }
        if (!decided.isDone()) {
            throw Problem.of(Problem.Code.AUTHENTICATION_FAILED, "The login at " + server + " was left.")
                    .asException();
        }
    }

    /** Whoever joins the dial may answer for it. */
    private boolean somebody() {
        return !attempt.callers.isEmpty() && questions.somebody(attempt.callers);
    }

    private static boolean isDecided(CompletableFuture<?> decided) throws InterruptedException {
        try {
            decided.get(SLOW.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException itWaits) {
            return false;
        } catch (ExecutionException refused) {
            // that is a decision, too
        }
        return true;
    }

    private Question.Answer ask(LongFunction<Question> question) throws ProblemException, InterruptedException {
        if (attempt.callers.isEmpty()) {
            throw Problem.of(
                            Problem.Code.ANSWER_NEEDED,
                            host + " needs an answer from you before it connects.",
                            "Press r on it, or type berth connect " + host + ".")
                    .asException();
        }
        waiting.waits(attempt, null);
        try {
            return questions.ask(attempt.callers, question);
        } finally {
            waiting.goesOn(attempt);
        }
    }
}
