package dev.berth.mux;

import dev.berth.link.Command;
import dev.berth.link.DeadlineException;
import dev.berth.link.OpenRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the host for an answer, by a command that gives back each byte it is given and runs as long as the link: a session
 * for each question would be a login shell each time. sshd answers in order, so that behind an answer it has decided on
 * all that it was asked before.
 */
final class Echo {
    private final MuxSessions sessions;
    private @Nullable Running running;

    Echo(MuxSessions sessions) {
        this.sessions = sessions;
    }

    /** How long the host took. */
    Duration ask() throws IOException {
        long start = System.nanoTime();
        await(put());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** That the command could be begun, or was refused, is an answer as well. */
    private synchronized CompletableFuture<Boolean> put() throws IOException {
        Running current = running;
        if (current != null && !current.ended) {
            try {
                return current.put();
            } catch (IOException ending) {
                // somebody on the host ended it a moment ago
            }
        }
        try {
            running = new Running(sessions.beside(Command.of("cat")));
        } catch (OpenRefusedException busy) {
            running = null;
        }
        return CompletableFuture.completedFuture(true);
    }

    private static void await(CompletableFuture<Boolean> answer) throws IOException {
        try {
            answer.get(Errand.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new DeadlineException("the host did not answer in time");
        } catch (ExecutionException lost) {
            throw new IOException(lost.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Ends the command, which ends with its input. */
    synchronized void drop(String why) {
        if (running != null) {
            running.command.drop(why);
        }
    }

    private static final class Running {
        private final MuxCommand command;
        private final Queue<CompletableFuture<Boolean>> asked = new ConcurrentLinkedQueue<>();
        private volatile boolean ended;

        Running(MuxCommand command) {
            this.command = command;
            Thread.ofVirtual().name("mux-echo").start(this::read);
        }

        /** For one thread at a time. */
        CompletableFuture<Boolean> put() throws IOException {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            asked.add(answer);
            command.stdin().write('.');
            if (ended) {
                answer.complete(true);
            }
            return answer;
        }

        private void read() {
            try (InputStream answers = command.stdout()) {
                while (answers.read() >= 0) {
                    CompletableFuture<Boolean> answer = asked.poll();
                    if (answer != null) {
                        answer.complete(true);
                    }
                }
                ended = true;
                // somebody on the host ended it, who is there
                asked.forEach(answer -> answer.complete(true));
            } catch (IOException lost) {
                ended = true;
                asked.forEach(answer -> answer.completeExceptionally(lost));
            }
        }
    }
}
