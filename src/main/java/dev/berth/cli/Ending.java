package dev.berth.cli;

import dev.berth.api.AgentConnection;
import dev.berth.api.ProblemException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a request that is on its way, and gives the agent a moment to undo what it had begun. */
final class Ending {
    private static final long MOMENT_SECONDS = 5;

    private Ending() {}

    /** A sentence about what became of it. */
    static String of(AgentConnection connection, CompletableFuture<?> request) {
        connection.end(request);
        try {
            request.get(MOMENT_SECONDS, TimeUnit.SECONDS);
            return "It was done just before that.";
        } catch (ExecutionException ended) {
            return ended.getCause() instanceof ProblemException problem
                    ? problem.problem().sentence()
                    : "It ended.";
        } catch (CancellationException cancelled) {
            return "It was cancelled.";
        } catch (TimeoutException silent) {
            return "The agent goes on ending it.";
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return "The agent goes on ending it.";
        }
    }
}
