package dev.berth.fleet;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.RemoteText;
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
    private static final long PATIENCE_MINUTES = 5;

    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Question.Answer>> open = new ConcurrentHashMap<>();
    private final Board board;

    Questions(Board board) {
        this.board = board;
    }

    /** Whether there is a person to ask on behalf of this caller. */
    boolean someoneFor(Fleet.@Nullable Caller caller) {
        return caller != null && caller.answers() || board.screen();
    }

    /**
     * Asks and waits for the answer.
     *
     * @param caller whose request raised the question; null where none did
     */
    Question.Answer ask(Fleet.@Nullable Caller caller, LongFunction<Question> question)
            throws ProblemException, InterruptedException {
        long id = ids.incrementAndGet();
        Question asked = question.apply(id);
        if (!someoneFor(caller)) {
            throw unanswered(asked, "and nobody is there to answer.");
        }
        CompletableFuture<Question.Answer> answer = new CompletableFuture<>();
        open.put(id, answer);
        Fleet.Caller own = caller != null && caller.answers() ? caller : null;
        try {
            if (own != null) {
                own.tell(new Event.Asked(asked));
            } else {
                board.asked(asked);
            }
            return answer.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException late) {
            throw unanswered(asked, "and no answer came in " + PATIENCE_MINUTES + " minutes.");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            open.remove(id);
            board.settled(id);
            if (own != null) {
                own.tell(new Event.Settled(id));
            }
        }
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
            case Question.HostKey key ->
                asked.host() + " shows a host key that no known_hosts file has (" + key.keyType() + " "
                        + key.fingerprint() + ")";
            case Question.Credential credential ->
                asked.host() + " asks: "
                        + RemoteText.oneLine(credential.prompt(), 120).replaceFirst("[:?]+$", "");
        };
    }

    /** The first answer wins; one that comes later, or to no open question, changes nothing. */
    void answer(long question, Question.Answer answer) {
        CompletableFuture<Question.Answer> waiting = open.get(question);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }
}
