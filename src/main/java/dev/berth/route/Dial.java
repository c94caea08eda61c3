package dev.berth.route;

import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tries whether an address of the host's sight answers. One that drops packets, as macvlan's does, must not be waited for. */
final class Dial {
    private static final Logger LOG = Logger.getLogger(Dial.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** docker-proxy takes a connection first, and drops it when the container refuses: within a millisecond or two. */
    private static final Duration SECOND_THOUGHTS = Duration.ofMillis(300);

    private Dial() {}

    /**
     * @param listening who accepts has a server behind him; otherwise he must also not hang up at once
     * @param refused takes what the host or the far end has against it
     */
    static boolean tried(Route route, boolean listening, Consumer<OpenRefusedException> refused) {
        CompletableFuture<ByteStream> opened = new CompletableFuture<>();
        Thread.ofVirtual().name("route-dial").start(() -> {
            try {
                opened.complete(route.open());
            } catch (IOException failed) {
                opened.completeExceptionally(failed);
            }
        });
        try (ByteStream stream = opened.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
            return listening || stays(stream);
        } catch (TimeoutException silent) {
            opened.thenAccept(Dial::closeQuietly);
            return false;
        } catch (ExecutionException | IOException failed) {
            LOG.log(Level.FINE, "no answer at " + route.target(), failed);
            if (failed.getCause() instanceof OpenRefusedException known) {
                refused.accept(known);
            }
            return false;
        } catch (InterruptedException stopped) {
            opened.thenAccept(Dial::closeQuietly);
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A server that waits for its client to speak stays, and so does one that speaks first. */
    private static boolean stays(ByteStream stream) throws InterruptedException {
        CompletableFuture<Boolean> spoke = new CompletableFuture<>();
        Thread.ofVirtual().name("route-dial-read").start(() -> {
            try {
                spoke.complete(stream.input().read() >= 0);
            } catch (IOException reset) {
                spoke.complete(false);
            }
        });
        try {
            return spoke.get(SECOND_THOUGHTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException waiting) {
            return true;
        } catch (ExecutionException never) {
            return false;
        }
    }

    private static void closeQuietly(ByteStream stream) {
        try {
            stream.close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a late connection ended badly", gone);
        }
    }
}
