package dev.berth.agent;

import dev.berth.api.AgentConnection;
import dev.berth.api.Event;
import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an agent. Plain threads rather than virtual ones: two are cheaper to start than a scheduler, and a verb
 * lives for a fraction of a second.
 */
final class AgentClient implements AgentConnection {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SocketChannel channel;
    private final WireReader reader;
    private final Outbox outbox;
    private final Consumer<Event> events;
    private final Consumer<Problem> lost;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Problem> end = new AtomicReference<>();
    private volatile @Nullable ClientStream stream;
    private volatile boolean closing;
    private volatile Reply.@Nullable Welcome welcome;

    private record Pending(CompletableFuture<? extends Reply> future, Consumer<Event> progress) {
        /** The agent answers a request with the reply that its type names; a cast would not know it. */
        @SuppressWarnings("unchecked")
        void complete(Reply reply) {
            ((CompletableFuture<Reply>) future).complete(reply);
        }
    }

    private AgentClient(SocketChannel channel, Consumer<Event> events, Consumer<Problem> lost) {
        this.channel = channel;
        this.reader = new WireReader(Channels.newInputStream(channel));
        this.outbox = new Outbox(Channels.newOutputStream(channel), this::hangUp);
        this.events = events;
        this.lost = lost;
    }

    /**
     * Connects without a hello.
     *
     * @throws IOException where nobody listens
     */
    static AgentClient open(Path socket, Consumer<Event> events, Consumer<Problem> lost)
            throws IOException, ProblemException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            if (!Peer.isThisUser(channel)) {
                throw Problem.of(
                                Code.AGENT_UNREACHABLE,
                                "Somebody else listens on " + socket + ".",
                                "Have that file removed.")
                        .asException();
            }
        } catch (IOException | ProblemException refused) {
            channel.close();
            throw refused;
        }
        AgentClient client = new AgentClient(channel, events, lost);
        Thread.ofPlatform().daemon().name("agent-write").start(client.outbox::write);
        Thread.ofPlatform().daemon().name("agent-read").start(client::read);
        return client;
    }

    /** Says who connects. Null where the agent was ending just now. */
    Reply.@Nullable Welcome greet(Request.Hello hello, Duration most) throws ProblemException, InterruptedException {
        try {
            Reply.Welcome reply = send(hello).get(most.toNanos(), TimeUnit.NANOSECONDS);
            welcome = reply;
            return reply;
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof ProblemException problem
                    && problem.problem().code() != Code.AGENT_UNREACHABLE) {
                throw problem;
            }
            return null;
        } catch (TimeoutException silent) {
            throw Problem.of(
                            Code.AGENT_UNREACHABLE,
                            "The agent does not answer.",
                            "Run `berth agent restart`; if that hangs too, end the process `berth agent run`.")
                    .asException(silent);
        }
    }

    @Override
    public Reply.Welcome welcome() {
        Reply.Welcome reply = welcome;
        if (reply == null) {
            throw new IllegalStateException("no hello yet");
        }
        return reply;
    }

    @Override
    public <R extends Reply> CompletableFuture<R> send(Request<R> request, Consumer<Event> progress) {
        long id = ids.incrementAndGet();
        CompletableFuture<R> future = new CompletableFuture<>();
        pending.put(id, new Pending(future, progress));
        future.whenComplete((reply, failure) -> {
            pending.remove(id);
            if (future.isCancelled()) {
                outbox.post(Line.request(ids.incrementAndGet(), new Request.Cancel(id)));
            }
        });
        outbox.post(Line.request(id, request));
        Problem ended = end.get();
        if (ended != null) {
            future.completeExceptionally(ended.asException());
        }
        return future;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a future is only ever itself
    public void end(CompletableFuture<?> request) {
        pending.forEach((id, waiting) -> {
            if (waiting.future() == request) {
                outbox.post(Line.request(ids.incrementAndGet(), new Request.Cancel(id)));
            }
        });
    }

    @Override
    public int stream(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        ClientStream started = new ClientStream(outbox, streams);
        stream = started;
        try {
            send(request).get();
            started.feed();
            return started.exit();
        } catch (ExecutionException failed) {
            throw problem(failed);
        } finally {
            close();
        }
    }

    private static ProblemException problem(ExecutionException failed) {
        return failed.getCause() instanceof ProblemException problem
                ? problem
                : ServerConnection.mistake().asException(failed);
    }

    private void read() {
        Problem reason = unexpected();
        try {
            String line = reader.line();
            while (line != null) {
                AgentLine parsed = Json.read(line, AgentLine.class);
                if (parsed.id() == null && parsed.problem() != null) {
                    reason = parsed.problem();
                }
                accept(parsed);
                ClientStream started = stream;
                if (started != null && parsed.reply() instanceof Reply.Streaming) {
                    // its end is told by the exit code, not as a loss
                    closing = true;
                    started.read(reader);
                    break;
                }
                line = reader.line();
            }
        } catch (IOException broken) {
            log().log(Level.FINE, "the agent's connection broke", broken);
        } catch (RuntimeException bug) {
            log().log(Level.SEVERE, "a mistake in what takes the agent's events", bug);
        } finally {
            finish(reason);
        }
    }

    private void accept(AgentLine line) {
        Pending waiting = line.id() == null ? null : pending.get(line.id());
        if (line.id() == null && line.event() != null) {
            events.accept(line.event());
        } else if (waiting != null && line.event() != null) {
            waiting.progress().accept(line.event());
        } else if (waiting != null && line.reply() != null) {
            waiting.complete(line.reply());
        } else if (waiting != null && line.problem() != null) {
            waiting.future().completeExceptionally(line.problem().asException());
        }
    }

    private void finish(Problem reason) {
        end.set(reason);
        ClientStream started = stream;
        if (started != null) {
            started.lost(reason);
        }
        for (Pending waiting : pending.values()) {
            waiting.future().completeExceptionally(reason.asException());
        }
        outbox.end();
        hangUp();
        // before the welcome nobody has this connection yet: whoever connects tries again
        if (!closing && welcome != null) {
            lost.accept(reason);
        }
    }

    private static Problem unexpected() {
        return Problem.of(
                Code.AGENT_UNREACHABLE,
                "The agent ended unexpectedly.",
                "Do it once more: that starts a new agent. `berth agent logs` may say why.");
    }

    /** What was sent before, a cancel for instance, still goes out. */
    @Override
    public void close() {
        closing = true;
        outbox.end();
        boolean interrupted = Thread.interrupted();
        try {
            outbox.awaitWritten(LAST_WORDS);
        } catch (InterruptedException hurried) {
            interrupted = true;
        }
        hangUp();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void hangUp() {
        try {
            channel.close();
        } catch (IOException gone) {
            log().log(Level.FINE, "closing the agent's connection", gone);
        }
    }

    /** Not a constant: setting up the JDK's logging takes a start 5 ms, and most have nothing to log. */
    private static Logger log() {
        return Logger.getLogger(AgentClient.class.getName());
    }
}
