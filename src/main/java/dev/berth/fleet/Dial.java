package dev.berth.fleet;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One attempt to connect. */
final class Dial {
    /** Ends with the session or a {@link ProblemException}. */
    final CompletableFuture<Session> result = new CompletableFuture<>();

    /** Who wants it, in their order; none where only Berth itself does. */
    final List<Fleet.Caller> callers = new CopyOnWriteArrayList<>();

    /** A person had to answer: such a session is not dialled again by itself. */
    volatile boolean answered;

    volatile @Nullable Thread thread;

    /** Calls it off: the dial closes what it had opened. */
    void end(Problem why) {
        result.completeExceptionally(why.asException());
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
