package dev.berth.cli;

import dev.berth.api.AgentConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C while a request is on its way: the agent is told to end it, and what became of it is told. The JVM itself exits
 * with 130 then.
 */
final class Interruption {
    private final AgentConnection connection;
    private final CompletableFuture<?> request;
    private final Context context;
    private final Thread hook = new Thread(this::run, "interrupted");

    private Interruption(AgentConnection connection, CompletableFuture<?> request, Context context) {
        this.connection = connection;
        this.request = request;
        this.context = context;
    }

    static Interruption of(AgentConnection connection, CompletableFuture<?> request, Context context) {
        Interruption interruption = new Interruption(connection, request, context);
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException ending) {
            awaitEnd();
        }
        return interruption;
    }

    private void run() {
        context.front().err().println("interrupted: ending what had begun");
        context.front().err().println("berth: " + Text.clean(Ending.of(connection, request)));
        context.front().err().flush();
    }

    /** The request is over. Does not return where Ctrl-C was pressed: the hook tells the rest. */
    void over() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            awaitEnd();
        }
    }

    /** The JVM ends as soon as its hooks are done. */
    static void awaitEnd() {
        boolean ending = true;
        while (ending) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException again) {
                ending = true;
            }
        }
    }
}
