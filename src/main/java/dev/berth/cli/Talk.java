package dev.berth.cli;

import dev.berth.api.AgentConnection;
import dev.berth.api.CommandRecord;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One verb's talk with the agent: questions are asked on the terminal, progress is told on standard error. */
final class Talk implements AutoCloseable {
    private final Context context;
    private final AgentConnection connection;
    private final long end;
    private final Set<Long> asking = ConcurrentHashMap.newKeySet();

    private Talk(Context context, AgentConnection connection) {
        this.context = context;
        this.connection = connection;
        this.end = System.nanoTime() + context.options().limit().toNanos();
    }

    static Talk open(Context context) throws ProblemException, InterruptedException {
        return open(context, event -> {});
    }

    /**
     * Connects to the agent.
     *
     * @param events takes the events of a subscription, on the thread of the connection
     */
    static Talk open(Context context, Consumer<Event> events) throws ProblemException, InterruptedException {
        Instant begun = Instant.now();
        Consumer<Event> all = event -> {
            // a subscription begins with the log as it is; only what this verb causes is of interest
            if (event instanceof Event.Ran ran && ran.command().at().isAfter(begun)) {
                tell(context, ran.command());
            }
            events.accept(event);
        };
        Consumer<Problem> lost = problem -> {};
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
        Interruption interruption = Interruption.of(reply, context);
        try {
            return reply.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            reply.cancel(true);
            throw Problem.of(
                            Problem.Code.TIMEOUT,
                            "Not done after " + context.options().limit().toSeconds() + " s.",
                            "Give it longer with --timeout.")
                    .asException();
        } catch (ExecutionException failed) {
            throw asProblem(failed.getCause());
        } finally {
            interruption.over();
        }
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

    /** On a thread of its own: a person may take minutes. */
    private void askPerson(Question question) {
        if (asking.add(question.id())) {
            Thread.ofVirtual().start(() -> connection.send(new Request.Answer(question.id(), Terminal.ask(question))));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
