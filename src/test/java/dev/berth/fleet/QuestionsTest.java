package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QuestionsTest {
    private static final Question.Answer ONCE = new Question.Answer.AcceptOnce();
    private static final Question.ServerKey KEY =
            new Question.ServerKey("gate:22", "gate", "ssh-ed25519", "SHA256:abc");

    private final Board board = new Board(() -> {}, host -> null, NoWatches.KEPT, alert -> false);
    private final Questions questions = new Questions(board);
    private final BlockingQueue<Event> shown = new LinkedBlockingQueue<>();

    private static final class Verb implements Fleet.Caller {
        final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
        volatile boolean there = true;

        @Override
        public boolean answers() {
            return there;
        }

        @Override
        public void tell(Event event) {
            told.add(event);
        }
    }

    private CompletableFuture<Question.Answer> ask(Verb... verbs) {
        CompletableFuture<Question.Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(questions.ask(
                        List.of(verbs), id -> new Question.HostKey(id, "far", KEY, "known_hosts", List.of())));
            } catch (ProblemException | InterruptedException failed) {
                answer.completeExceptionally(failed);
            }
        });
        return answer;
    }

    private void screen() {
        board.watch(List.of(), Set.of(), true, shown::add);
    }

    private static long asked(BlockingQueue<Event> events) throws InterruptedException {
        while (true) {
            Event event = events.poll(20, TimeUnit.SECONDS);
            assertNotNull(event, "nothing was asked");
            if (event instanceof Event.Asked asked) {
                return asked.question().id();
            }
        }
    }

    @Test
    void aQuestionThatHasBecomeMootIsSettledEverywhere() throws Exception {
        screen();
        Verb verb = new Verb();
        CompletableFuture<Boolean> moot = new CompletableFuture<>();
        CompletableFuture<Question.Answer> over = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                over.complete(questions.ask(
                        List.of(verb), id -> new Question.LoginPage(id, "far", "me@far:22", "Visit a page."), moot));
            } catch (ProblemException | InterruptedException failed) {
                over.completeExceptionally(failed);
            }
        });
        long id = asked(verb.told);

        moot.complete(true);

        assertEquals(new Question.Answer.Refuse(), over.get(20, TimeUnit.SECONDS));
        assertEquals(new Event.Settled(id), verb.told.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void theVerbThatCausedItIsAskedRatherThanTheScreen() throws Exception {
        screen();
        Verb verb = new Verb();
        CompletableFuture<Question.Answer> answer = ask(verb);

        questions.answer(asked(verb.told), ONCE);

        assertEquals(ONCE, answer.get());
        assertFalse(shown.stream().anyMatch(event -> event instanceof Event.Asked));
    }

    @Test
    void theScreenIsAskedOnceTheVerbIsGone() throws Exception {
        screen();
        Verb verb = new Verb();
        CompletableFuture<Question.Answer> answer = ask(verb);
        long first = asked(verb.told);

        verb.there = false;

        assertEquals(first, asked(shown));
        questions.answer(first, ONCE);
        assertEquals(ONCE, answer.get());
        assertEquals(new Event.Settled(first), shown.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        screen();
        CompletableFuture<Question.Answer> answer = ask();
        long id = asked(shown);

        questions.answer(id, ONCE);
        questions.answer(id, new Question.Answer.Refuse());

        assertEquals(ONCE, answer.get());
    }

    @Test
    void severalAreShownAndAnsweredEachForItself() throws Exception {
        screen();
        CompletableFuture<Question.Answer> first = ask();
        long firstId = asked(shown);
        CompletableFuture<Question.Answer> second = ask();

        questions.answer(asked(shown), new Question.Answer.AcceptAndAdd());
        assertEquals(new Question.Answer.AcceptAndAdd(), second.get());
        assertFalse(first.isDone());

        questions.answer(firstId, ONCE);
        assertEquals(ONCE, first.get());
    }

    @Test
    void whereNobodyIsThereTheSentenceNamesTheHostTheHopAndTheKey() {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> ask().get());

        ProblemException problem = (ProblemException) failed.getCause();
        assertEquals(Code.ANSWER_NEEDED, problem.problem().code());
        assertTrue(
                problem.problem()
                        .message()
                        .startsWith("gate on the way to far shows a host key that no known_hosts file has"
                                + " (ssh-ed25519 SHA256:abc), and nobody"),
                problem.getMessage());
    }
}
