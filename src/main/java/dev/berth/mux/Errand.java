package dev.berth.mux;

import dev.berth.link.DeadlineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** One request to a master, made on a platform thread of its own: the calls it takes would hold up virtual threads. */
final class Errand {
    /** How long the host may take to open something. */
    static final Duration ANSWER = Duration.ofSeconds(15);

    private final Conversation conversation;
    private final Message.Reply reply;
    private final Duration took;

    private Errand(Conversation conversation, Message.Reply reply, Duration took) {
        this.conversation = conversation;
        this.reply = reply;
        this.took = took;
    }

    /** Sends the request, and the descriptors that belong to it. */
    interface Request {
        void send(Conversation conversation) throws IOException;
    }

    /** Goes on with the conversation, on the errand's thread, once the first reply was taken. */
    interface Rest {
        void follow(Errand errand) throws IOException;
    }

    /** Waits for the first reply. Whoever gets it closes the conversation. */
    static Errand run(Path control, Request request) throws IOException {
        return run(control, request, errand -> {}, errand -> errand.conversation.close());
    }

    /** @param rest closes the conversation */
    static Errand run(Path control, Request request, Rest rest) throws IOException {
        return run(control, request, rest, errand -> errand.conversation.end());
    }

    private static Errand run(Path control, Request request, Rest rest, Consumer<Errand> late) throws IOException {
        CompletableFuture<Errand> begun = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("mux-errand").start(() -> run(control, request, rest, begun));
        try {
            return begun.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof DeadlineException slow) {
                throw slow;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            begun.thenAccept(late);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void run(Path control, Request request, Rest rest, CompletableFuture<Errand> begun) {
        try {
            Conversation conversation = Conversation.open(control, ANSWER);
            Errand errand;
            try {
                request.send(conversation);
                long sent = System.nanoTime();
                Message.Reply reply = conversation.reply(ANSWER);
                errand = new Errand(conversation, reply, Duration.ofNanos(System.nanoTime() - sent));
            } catch (IOException | RuntimeException failed) {
                conversation.close();
                throw failed;
            }
            begun.complete(errand);
            rest.follow(errand);
        } catch (IOException | RuntimeException failed) {
            begun.completeExceptionally(failed);
        }
    }

    Conversation conversation() {
        return conversation;
    }

    Message.Reply reply() {
        return reply;
    }

    /** From the request to its reply. */
    Duration took() {
        return took;
    }
}
