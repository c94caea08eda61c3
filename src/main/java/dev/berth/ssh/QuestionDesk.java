package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Carries questions from the threads that dial, sshj's among them, to the one that asked for the dial: only that one can
 * be interrupted without harm, and it is the one a person may call off.
 */
final class QuestionDesk implements Questioner {
    private interface Asking<T extends @Nullable Object> {
        T ask(Questioner person) throws ProblemException, InterruptedException;
    }

    private static final class Asked<T extends @Nullable Object> {
        private final Asking<T> asking;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Asked(Asking<T> asking) {
            this.asking = asking;
        }

        void put(Questioner person) throws InterruptedException {
            try {
                answer.complete(asking.ask(person));
            } catch (ProblemException nobody) {
                answer.completeExceptionally(nobody);
            } catch (InterruptedException calledOff) {
                answer.cancel(false);
                throw calledOff;
            }
        }
    }

    private final Questioner person;
    private final BlockingQueue<Asked<?>> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger put = new AtomicInteger();
    private final Asked<?> end = new Asked<>(nobody -> "");
    private volatile boolean closed;

    QuestionDesk(Questioner person) {
        this.person = person;
    }

    /** Puts the questions to the person until {@code work} is done. */
    void serve(CompletableFuture<?> work) throws InterruptedException {
        work.whenComplete((done, failed) -> queue.add(end));
        try {
            for (Asked<?> next = queue.take(); next != end; next = queue.take()) {
                // before whoever asked goes on, and looks at it
                put.incrementAndGet();
                next.put(person);
            }
        } finally {
            closed = true;
            queue.forEach(left -> left.answer.cancel(false));
        }
    }

    /** How many were put so far. */
    int put() {
        return put.get();
    }

    @Override
    public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
            throws ProblemException, InterruptedException {
        return ask(asked -> asked.hostKey(key, file, otherNames));
    }

    @Override
    public Question.Answer changedHostKey(Question.ServerKey key, Question.KnownKey known, String name, String remedy)
            throws ProblemException, InterruptedException {
        return ask(asked -> asked.changedHostKey(key, known, name, remedy));
    }

    @Override
    public void tell(String sentence) {
        person.tell(sentence);
    }

    @Override
    public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
            throws ProblemException, InterruptedException {
        return this.<@Nullable Secret>ask(asked -> asked.credential(server, prompt, echo, problem));
    }

    @Override
    public @Nullable Secret passphrase(String file, @Nullable String problem)
            throws ProblemException, InterruptedException {
        return this.<@Nullable Secret>ask(asked -> asked.passphrase(file, problem));
    }

    @Override
    public void banner(String server, String text) {
        person.banner(server, text);
    }

    @Override
    public void page(String server, String text, CompletableFuture<?> decided)
            throws ProblemException, InterruptedException {
        ask(asked -> {
            asked.page(server, text, decided);
            return "";
        });
    }

    private <T extends @Nullable Object> T ask(Asking<T> asking) throws ProblemException, InterruptedException {
        Asked<T> asked = new Asked<>(asking);
        queue.add(asked);
        if (closed) {
            asked.answer.cancel(false);
        }
        try {
            return asked.answer.get();
        } catch (CancellationException calledOff) {
            throw new InterruptedException("called off");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
