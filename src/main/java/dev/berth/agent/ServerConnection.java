package dev.berth.agent;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Protocol;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.fleet.Fleet;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One client: its reader's thread dispatches, each request has a thread of its own, the outbox writes. */
final class ServerConnection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class.getName());
    private static final int MOST_REQUESTS = 256;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final AgentServer server;
    private final SocketChannel channel;
    private final WireReader reader;
    private final Outbox outbox;
    private final Map<Long, Thread> requests = new ConcurrentHashMap<>();
    private Request.@Nullable Hello hello;
    private Fleet.@Nullable Subscription subscription;

    ServerConnection(AgentServer server, SocketChannel channel) {
        this.server = server;
        this.channel = channel;
        this.reader = new WireReader(Channels.newInputStream(channel));
        this.outbox = new Outbox(Channels.newOutputStream(channel), this::hangUp);
    }

    /** Runs until the client leaves or is sent away. */
    void run() {
        Thread.ofVirtual().name("agent-write").start(outbox::write);
        try {
            read();
        } catch (IOException left) {
            LOG.log(Level.FINE, "a client left", left);
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "a client's line was not understood", bug);
        } finally {
            requests.values().forEach(Thread::interrupt);
            unsubscribe();
            server.left(this);
            close(LAST_WORDS);
        }
    }

    private void read() throws IOException {
        String text = reader.line();
        while (text != null) {
            ClientLine line;
            try {
                line = ClientLine.parse(text);
            } catch (IOException malformed) {
                LOG.log(Level.WARNING, "a malformed line", malformed);
                end(Problem.of(Code.USAGE, "The agent did not understand this client.", "Update both to one version."));
                return;
            }
            if (line.request() instanceof Request.Streamed streamed && hello != null) {
                stream(line.id(), streamed, hello);
                return;
            }
            if (!accept(line.id(), line.request())) {
                return;
            }
            text = reader.line();
        }
    }

    /** False where the connection is to be closed. */
    private boolean accept(long id, Request<?> request) {
        if (request instanceof Request.Hello first) {
            return greet(id, first);
        }
        Request.Hello greeted = hello;
        if (greeted == null && !isForStrangers(request)) {
            refuse(id, Problem.of(Code.USAGE, "The agent was asked before a hello.", "Update both to one version."));
            return false;
        }
        switch (request) {
            case Request.Watch watch -> watch(id, watch, greeted != null && greeted.screen());
            case Request.Cancel cancel -> cancel(id, cancel);
            default -> start(id, request, greeted);
        }
        return true;
    }

    private static boolean isForStrangers(Request<?> request) {
        return request instanceof Request.AgentStatus || request instanceof Request.StopAgent;
    }

    private boolean greet(long id, Request.Hello first) {
        if (first.protocol() != Protocol.VERSION || hello != null) {
            refuse(
                    id,
                    Problem.of(
                            Code.AGENT_OTHER_VERSION,
                            "The agent speaks version " + Protocol.VERSION + " of the protocol, this program version "
                                    + first.protocol() + ".",
                            "Run `berth agent restart`."));
            return false;
        }
        hello = first;
        server.fleet().environment(first.environment());
        outbox.post(Line.reply(id, server.welcome(first)));
        return true;
    }

    /** In the reader's thread, so that the last of several watches is the one that stays. */
    private void watch(long id, Request.Watch watch, boolean screen) {
        unsubscribe();
        subscription = server.fleet().watch(watch.hosts(), watch.views(), screen, this::tell);
        outbox.post(Line.reply(id, new Reply.Done()));
    }

    private void unsubscribe() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /** Only the newest of what follows a state is of interest to one who reads slowly. */
    private void tell(Event event) {
        Line line = Line.event(null, event);
        switch (event) {
            case Event.HostChanged changed ->
                outbox.post("host " + changed.host().host(), line);
            case Event.HostRead read -> outbox.post("read " + read.host(), line);
            case Event.Tunnels tunnels -> outbox.post("tunnels", line);
            default -> outbox.post(line);
        }
    }

    private void cancel(long id, Request.Cancel cancel) {
        Thread thread = requests.get(cancel.request());
        if (thread != null) {
            thread.interrupt();
        }
        outbox.post(Line.reply(id, new Reply.Done()));
    }

    private void start(long id, Request<?> request, Request.@Nullable Hello greeted) {
        if (requests.size() >= MOST_REQUESTS) {
            outbox.post(Line.problem(id, Problem.of(Code.USAGE, "Too many requests at once over one connection.")));
            return;
        }
        Thread thread = Thread.ofVirtual().name("request-" + id).unstarted(() -> answer(id, request, greeted));
        // a stop is not undone by its client leaving
        if (!(request instanceof Request.StopAgent)) {
            requests.put(id, thread);
        }
        thread.start();
    }

    private void answer(long id, Request<?> request, Request.@Nullable Hello greeted) {
        try {
            outbox.post(Line.reply(id, reply(request, new RequestCaller(greeted, outbox, id))));
        } catch (ProblemException problem) {
            LOG.log(Level.FINE, "a request failed", problem);
            outbox.post(Line.problem(id, problem.problem()));
        } catch (InterruptedException cancelled) {
            outbox.post(Line.problem(id, interrupted()));
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "a request failed by a mistake in Berth", bug);
            outbox.post(Line.problem(id, mistake()));
        } finally {
            requests.remove(id);
            if (request instanceof Request.StopAgent) {
                server.stopAnswered();
            }
        }
    }

    private Reply reply(Request<?> request, Fleet.Caller caller) throws ProblemException, InterruptedException {
        return switch (request) {
            case Request.AgentStatus status -> server.status();
            case Request.OneTimeAddress address ->
                new Reply.Text(server.addresses().add(address.url()));
            case Request.StopAgent stop -> {
                server.stop(stop);
                yield new Reply.Done();
            }
            default -> server.fleet().handle(request, caller);
        };
    }

    private void stream(long id, Request.Streamed request, Request.Hello greeted) throws IOException {
        unsubscribe();
        requests.values().forEach(Thread::interrupt);
        server.shellOpened();
        try {
            outbox.startFrames(Line.reply(id, new Reply.Streaming()));
            new ServerStream(server.fleet(), reader, outbox).run(request, new RequestCaller(greeted, outbox, id));
        } finally {
            server.shellClosed();
        }
    }

    private void refuse(long id, Problem problem) {
        outbox.post(Line.problem(id, problem));
        outbox.end();
    }

    /** Sends the client away with a reason. */
    void end(Problem reason) {
        outbox.post(Line.problem(null, reason));
        outbox.end();
    }

    /** Closes once what waits is written, and after {@code most} in any case. */
    void close(Duration most) {
        outbox.end();
        try {
            outbox.awaitWritten(most);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        hangUp();
    }

    private void hangUp() {
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "closing a client", gone);
        }
    }

    static Problem interrupted() {
        return Problem.of(Code.INTERRUPTED, "Interrupted.");
    }

    static Problem mistake() {
        return Problem.of(
                Code.INTERNAL, "This failed by a mistake in Berth.", "`berth agent logs` has what it was; try again.");
    }
}
