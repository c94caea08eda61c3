package dev.berth.api;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A front end's connection to the agent. Safe for use by several threads. */
public interface AgentConnection extends AutoCloseable {
    /** How the agent answered the hello. */
    Reply.Welcome welcome();

    /**
     * Sends a request. The future ends with the reply, or with a {@link ProblemException}; cancelling it cancels the
     * request in the agent. Neither it nor {@code progress} may block: they run on the connection's reader.
     */
    <R extends Reply> CompletableFuture<R> send(Request<R> request, Consumer<Event> progress);

    default <R extends Reply> CompletableFuture<R> send(Request<R> request) {
        return send(request, event -> {});
    }

    /**
     * Has the agent end a request. Unlike with a cancelled future, its future still ends with what became of it: what was
     * begun may take a moment to undo.
     */
    default void end(CompletableFuture<?> request) {
        request.cancel(true);
    }

    /**
     * Lends this connection to a request, and carries nothing else from then on. Blocks until it ended; {@link #close}
     * ends it.
     *
     * @return its exit code
     */
    int stream(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException;

    @Override
    void close();

    /** Makes connections to the agent of one world. */
    interface Connector {
        /**
         * Connects, and starts an agent where none runs. Blocks up to a few seconds.
         *
         * @param events takes the subscription's events on the connection's reader; must not block
         * @param lost takes the reason once if the connection ends without {@link #close}
         */
        AgentConnection connect(Consumer<Event> events, Consumer<Problem> lost)
                throws ProblemException, InterruptedException;

        /** Connects only where an agent runs; null where none does. */
        @org.jspecify.annotations.Nullable
        AgentConnection connectIfRunning(Consumer<Event> events, Consumer<Problem> lost)
                throws ProblemException, InterruptedException;
    }
}
