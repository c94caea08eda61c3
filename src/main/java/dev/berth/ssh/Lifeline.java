package dev.berth.ssh;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a connection still lives, and why not: the first reason told is the one that counts. */
final class Lifeline {
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final CompletableFuture<String> gone = new CompletableFuture<>();

    /** Ends it, unless it is over already. Returns the reason that counts. */
    String end(String why) {
        if (reason.compareAndSet(null, why)) {
            // those who wait for it must not run on the thread that reads the connection, nor under its locks
            Thread.ofVirtual().name("ssh-gone").start(() -> gone.complete(why));
            return why;
        }
        String first = reason.get();
        return first == null ? why : first;
    }

    boolean ended() {
        return reason.get() != null;
    }

    /** Why it ended; null while it lives. */
    @Nullable
    String reason() {
        return reason.get();
    }

    CompletableFuture<String> gone() {
        return gone;
    }
}
