package dev.berth.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while a request is on its way: the agent is told to end it, and gets a moment to undo what it had begun. The JVM
 * itself exits with 130 then.
 */
final class Interruption {
    private static final long MOMENT_SECONDS = 5;

    private final CompletableFuture<?> request;
    private final Context context;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::run, "interrupted");

    private Interruption(CompletableFuture<?> request, Context context) {
        this.request = request;
        this.context = context;
    }

    static Interruption of(CompletableFuture<?> request, Context context) {
        Interruption interruption = new Interruption(request, context);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void run() {
        context.front().err().println("interrupted: ending what had begun");
        request.cancel(true);
        try {
            if (!over.await(MOMENT_SECONDS, TimeUnit.SECONDS)) {
                context.front().err().println("the agent goes on ending it");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    void over() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // then the hook has run, or is about to see that all is over
        }
    }
}
