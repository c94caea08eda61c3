package dev.berth.agent;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for a reply. */
final class Replies {
    private Replies() {}

    static <R extends Reply> R await(CompletableFuture<R> reply, Duration most)
            throws ProblemException, InterruptedException {
        try {
            return reply.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ProblemException problem
                    ? problem
                    : ServerConnection.mistake().asException(failed);
        } catch (TimeoutException silent) {
            throw Problem.of(
                            Code.AGENT_UNREACHABLE,
                            "The agent did not answer within " + most.toSeconds() + " s.",
                            "End the process `berth agent run` and try again.")
                    .asException(silent);
        }
    }
}
