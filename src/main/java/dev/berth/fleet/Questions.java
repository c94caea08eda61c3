package dev.berth.fleet;

import dev.berth.api.Event;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.RemoteText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Questions on their way to a person. One goes to the verb that caused it where that can answer, else to every screen;
 * the first answer wins. Whoever asks waits on a thread of its own.
 */
final class Questions {
    /** A person may have to look for a phone or a token. */
    private static final int PATIENCE_SECONDS = 300;

    private static final int LONGEST_SPEECH = 1000;

    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Question.Answer>> open = new ConcurrentHashMap<>();
    private final Board board;

    Questions(Board board) {
        this.board = board;
    }

    /**
     * Asks and waits for the answer. The question moves on when whoever it was put to has gone.
     *
     * @param callers whose requests raised it; more may join meanwhile
     */
    Question.Answer ask(List<Fleet.Caller> callers, LongFunction<Question> question)
            throws ProblemException, InterruptedException {
        return ask(callers, question, new CompletableFuture<>());
    }

    /** @param moot once it is done the question needs no answer any more, and counts as refused */
    Question.Answer ask(List<Fleet.Caller> callers, LongFunction<Question> question, CompletableFuture<?> moot)
            throws ProblemException, InterruptedException {
        long id = ids.incrementAndGet();
        Question asked = question.apply(id);
        CompletableFuture<Question.Answer> answer = new CompletableFuture<>();
        open.put(id, answer);
        moot.thenRun(() -> answer.complete(new Question.Answer.Refuse()));
        Fleet.Caller asking = null;
        try {
            for (int seconds = 0; seconds < PATIENCE_SECONDS; seconds++) {
                asking = putTo(asked, callers, asking);
                try {
                    return answer.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException notYet) {
                    // looked at again: the one who was asked may have gone
                }
            }
            throw unanswered(asked, "and no answer came in " + PATIENCE_SECONDS / 60 + " minutes.");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            open.remove(id);
            board.settled(id);
            if (asking != null) {
                asking.tell(new Event.Settled(id));
            }
        }
    }

    /**
     * Puts a question to the verb that can answer it, else to the screens.
     *
     * @param before the verb it was put to; null for the screens, or for nobody yet
     */
    private Fleet.@Nullable Caller putTo(Question asked, List<Fleet.Caller> callers, Fleet.@Nullable Caller before)
            throws ProblemException {
        if (before != null && before.answers()) {
            return before;
        }
        for (Fleet.Caller caller : callers) {
            if (caller.answers()) {
                board.settled(asked.id());
                caller.tell(new Event.Asked(asked));
                return caller;
            }
        }
        if (!board.screen()) {
            throw unanswered(asked, "and nobody is there to answer.");
        }
        board.asked(asked);
        return null;
    }

    private static ProblemException unanswered(Question asked, String why) {
        return Problem.of(
                        Problem.Code.ANSWER_NEEDED,
                        words(asked) + ", " + why,
                        "Connect it from the screen or in a terminal: berth connect " + asked.host())
                .asException();
    }

    private static String words(Question asked) {
        return switch (asked) {
            case Question.HostKey unknown -> shows(unknown, unknown.key(), "that no known_hosts file has");
            case Question.ChangedHostKey changed -> shows(changed, changed.key(), "other than the known one");
            case Question.Credential credential ->
                asked.host() + " asks: "
                        + RemoteText.oneLine(credential.prompt(), 120).replaceFirst("[:?]+$", "");
            case Question.LoginPage page -> keepsBack(page.host(), page.text());
        };
    }

    /** A host that waits for a person to do what it says. */
    static String keepsBack(String host, String text) {
        return host + " lets you in once you have done what it says: " + RemoteText.oneLine(text);
    }

    /** Whether somebody can be asked just now. */
    boolean somebody(List<Fleet.Caller> callers) {
        return board.screen() || callers.stream().anyMatch(Fleet.Caller::answers);
    }

    /** Tells the callers and the message log what a server has to say, and wants no answer to. */
    void told(String host, List<Fleet.Caller> callers, String server, String text) {
        String sentence = server + " says: " + RemoteText.oneLine(text, LONGEST_SPEECH);
        Notice notice = board.note(Notice.Level.INFO, host, sentence);
        callers.forEach(caller -> caller.tell(new Event.Noted(notice)));
    }

    private static String shows(Question asked, Question.ServerKey key, String which) {
        String via = key.jump() == null ? "" : " on the way to " + asked.host();
        String who = key.jump() == null ? asked.host() : key.jump();
        return who + via + " shows a host key " + which + " (" + key.type() + " " + key.fingerprint() + ")";
    }

    /** Tells the callers and the message log what needs no answer. */
    void tell(String host, List<Fleet.Caller> callers, String sentence) {
        Notice notice = board.note(Notice.Level.WARN, host, sentence);
        callers.forEach(caller -> caller.tell(new Event.Noted(notice)));
    }

    /** The first answer wins; one that comes later, or to no open question, changes nothing. */
    void answer(long question, Question.Answer answer) {
        CompletableFuture<Question.Answer> waiting = open.get(question);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }
}
