package dev.berth.cli;

import dev.berth.api.AgentConnection;
import dev.berth.api.CommandRecord;
import dev.berth.api.Event;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One verb's talk with the agent: questions are asked on the terminal, progress is told on standard error. */
final class Talk implements AutoCloseable {
    private final Context context;
    private final AgentConnection connection;
    private final long end;
    private final Set<Long> asking = ConcurrentHashMap.newKeySet();
    /** Two prompts on one terminal would take each other's answers. */
    private final ReentrantLock terminal = new ReentrantLock();

    private Talk(Context context, AgentConnection connection) {
        this.context = context;
        this.connection = connection;
        this.end = System.nanoTime() + context.options().limit().toNanos();
    }

    static Talk open(Context context) throws ProblemException, InterruptedException {
        return open(context, event -> {}, problem -> {});
    }

    /**
     * Connects to the agent.
     *
     * @param events takes the events of a subscription, on the thread of the connection
     * @param lost takes the reason where the connection ends by itself
     */
    static Talk open(Context context, Consumer<Event> events, Consumer<Problem> lost)
            throws ProblemException, InterruptedException {
        Instant begun = Instant.now();
        Consumer<Event> all = event -> {
            // a subscription begins with the log as it is; only what this verb causes is of interest
            if (event instanceof Event.Ran ran
                    && !ran.command().poll()
                    && ran.command().at().isAfter(begun)) {
                tell(context, ran.command());
            }
            events.accept(event);
        };
        Talk talk = new Talk(context, context.connector().connect(all, lost));
        if (context.options().verbose) {
            talk.ask(new Request.Watch(List.of(), Set.of(Request.View.COMMANDS)));
        }
        return talk;
    }

    private static void tell(Context context, CommandRecord command) {
        context.front()
                .err()
                .printf(
                        Locale.ROOT,
                        "+ %s: %s  (%s, %.2f s)%n",
                        command.host(),
                        Text.clean(command.text()),
                        Text.orDash(command.exit()),
                        command.seconds());
    }

    AgentConnection connection() {
        return connection;
    }

    /** Sends a request without waiting. */
    <R extends Reply> CompletableFuture<R> send(Request<R> request) {
        return connection.send(request, this::event);
    }

    /** Asks and waits for the reply, no longer than {@code --timeout}. */
    <R extends Reply> R ask(Request<R> request) throws ProblemException, InterruptedException {
        return await(send(request));
    }

    <R> R await(CompletableFuture<R> reply) throws ProblemException, InterruptedException {
        Interruption interruption = Interruption.of(connection, reply, context);
        try {
            return reply.get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw late(Ending.of(connection, reply)).asException();
        } catch (ExecutionException failed) {
            throw asProblem(failed.getCause());
        } catch (CancellationException cancelled) {
            throw Problem.of(Problem.Code.INTERRUPTED, "Interrupted.").asException(cancelled);
        } finally {
            interruption.over();
        }
    }

    /**
     * Lends the connection to a request, which ends with it: it is closed when {@code --timeout} is over.
     *
     * @return its exit code
     */
    int stream(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    close();
                },
                CompletableFuture.delayedExecutor(left().toNanos(), TimeUnit.NANOSECONDS));
        try {
            return connection.stream(request, streams);
        } catch (ProblemException failed) {
            throw late.get() ? late("").asException(failed) : failed;
        } finally {
            limit.cancel(false);
        }
    }

    /** What is left of {@code --timeout}. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** @param became what became of what was begun; may be empty */
    private Problem late(String became) {
        String limit = String.format(
                        Locale.ROOT, "%.1f", context.options().limit().toMillis() / 1000.0)
                .replaceFirst("\\.0$", "");
        return Problem.of(
                Problem.Code.TIMEOUT,
                "Not done after " + limit + " s." + (became.isEmpty() ? "" : " " + became),
                "Give it longer with --timeout.");
    }

    static ProblemException asProblem(@Nullable Throwable cause) {
        return cause instanceof ProblemException problem
                ? problem
                : Problem.of(Problem.Code.INTERNAL, "The agent answered with what this program does not know.")
                        .asException(cause);
    }

    private void event(Event event) {
        switch (event) {
            case Event.Progress progress -> tell(progress);
            case Event.Asked asked -> askPerson(asked.question());
            case Event.Settled settled -> asking.remove(settled.question());
            case Event.Noted noted -> tell(noted.notice());
            default -> {}
        }
    }

    private void tell(Event.Progress progress) {
        if (context.options().quiet || context.options().json) {
            return;
        }
        String mark = switch (progress.state()) {
            case RUNNING -> "…";
            case DONE -> "✓";
            case FAILED -> "✗";
        };
        context.front().err().println(mark + " " + Text.clean(progress.text()));
        if (progress.detail() != null) {
            progress.detail().lines().forEach(line -> context.front().err().println("  " + Text.clean(line)));
        }
    }

    private void tell(Notice notice) {
        if (!context.options().quiet && !context.options().json) {
            context.front().err().println("! " + Text.clean(notice.text()));
        }
    }

    /** On a thread of its own: a person may take minutes. */
    private void askPerson(Question question) {
        if (asking.add(question.id())) {
            Thread.ofVirtual().start(() -> askInTurn(question));
        }
    }

    private void askInTurn(Question question) {
        terminal.lock();
        try {
            // somebody else may have answered it while it waited for its turn
            if (asking.contains(question.id())) {
                Question.Answer answer = Terminal.ask(question);
                if (answer != null) {
                    connection.send(new Request.Answer(question.id(), answer));
                }
            }
        } finally {
            terminal.unlock();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
