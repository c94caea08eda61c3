package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at several things at once. Each task has its own deadlines, and runs on a thread of its own, so that an interrupt
 * of whoever waits never meets a thread that is in a link's I/O.
 */
final class Parallel {
    private static final Logger LOG = Logger.getLogger(Parallel.class.getName());
    /** A connection has ten sessions by default, and others need some. */
    private static final int AT_ONCE = 4;

    private Parallel() {}

    interface Task<T> {
        T call() throws ProblemException;
    }

    /** The results in order; the first failure where one failed. */
    static <T> List<T> all(List<Task<T>> tasks) throws ProblemException {
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> future : start(tasks)) {
            results.add(await(future));
        }
        return results;
    }

    /** The results of those that did not fail. */
    static <T> List<T> some(List<Task<T>> tasks) {
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> future : start(tasks)) {
            try {
                results.add(await(future));
            } catch (ProblemException failure) {
                LOG.log(Level.FINE, "one of several", failure);
            }
        }
        return results;
    }

    /** One task, for a caller that may be interrupted. */
    static <T> CompletableFuture<T> start(Task<T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofVirtual().name("jupyter").start(() -> {
            try {
                future.complete(task.call());
            } catch (ProblemException | RuntimeException failure) {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    private static <T> List<CompletableFuture<T>> start(List<Task<T>> tasks) {
        Semaphore slots = new Semaphore(AT_ONCE);
        return tasks.stream()
                .map(task -> start(() -> {
                    slots.acquireUninterruptibly();
                    try {
                        return task.call();
                    } finally {
                        slots.release();
                    }
                }))
                .toList();
    }

    private static <T> T await(CompletableFuture<T> future) throws ProblemException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw problem(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Code.INTERRUPTED, "The look for Jupyter servers was interrupted.")
                    .asException(stopped);
        }
    }

    static ProblemException problem(ExecutionException failed) {
        return switch (failed.getCause()) {
            case ProblemException problem -> problem;
            case RuntimeException wrong -> throw wrong;
            case null -> throw new IllegalStateException(failed);
            case Throwable other -> throw new IllegalStateException(other);
        };
    }
}
