package dev.berth.tui;

import dev.berth.api.AgentConnection;
import dev.berth.api.Alert;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.api.Streams;
import dev.berth.carry.Errand;
import dev.berth.desktop.Browser;
import dev.berth.desktop.Clipboard;
import dev.berth.desktop.Notifications;
import dev.berth.desktop.VsCode;
import dev.berth.tui.model.UiEvent;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everything the screen's thread must not wait for: the agent and the browser. No method blocks; each that has a tag posts
 * exactly one event that ends it. Requests leave in the order they were given.
 */
final class Outside implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outside.class.getName());
    private static final long ONE_TIME_ADDRESS_SECONDS = 5;

    private final AgentConnection.Connector connector;
    private final Map<String, String> environment;
    private final Consumer<UiEvent> post;
    private final Map<Long, CompletableFuture<?>> underway = new ConcurrentHashMap<>();
    private final Map<Long, LogFeed> feeds = new ConcurrentHashMap<>();
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("screen-sender").factory());
    private @Nullable AgentConnection connection;
    /** Counts connections, so that a late word from an old one is not taken for the new one's. */
    private int generation;

    private boolean closed;

    Outside(AgentConnection.Connector connector, Map<String, String> environment, Consumer<UiEvent> post) {
        this.connector = connector;
        this.environment = environment;
        this.post = post;
    }

    /** Ends in {@link UiEvent.AgentUp} or {@link UiEvent.AgentLost}. */
    void reconnect() {
        int mine = next();
        Thread.ofVirtual().name("screen-connect").start(() -> connect(mine));
    }

    private synchronized int next() {
        if (connection != null) {
            AgentConnection old = connection;
            connection = null;
            Thread.ofVirtual().name("screen-close").start(old::close);
        }
        return ++generation;
    }

    private void connect(int mine) {
        try {
            AgentConnection made = connector.connect(event -> told(mine, event), problem -> lost(mine, problem));
            if (!accepted(mine, made)) {
                made.close();
            }
        } catch (ProblemException failed) {
            lost(mine, failed.problem());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unexpected) {
            LOG.log(Level.WARNING, "connect", unexpected);
            lost(mine, Problem.of(Problem.Code.INTERNAL, "The agent could not be reached."));
        }
    }

    /** The connection may have been lost, or the screen closed, before this was told of it. */
    private synchronized boolean accepted(int mine, AgentConnection made) {
        if (closed || mine != generation) {
            return false;
        }
        connection = made;
        post.accept(new UiEvent.AgentUp(made.welcome()));
        return true;
    }

    private synchronized void told(int mine, Event event) {
        if (mine == generation) {
            post.accept(new UiEvent.Told(event));
        }
    }

    private synchronized void lost(int mine, Problem problem) {
        if (mine == generation && !closed) {
            generation++;
            connection = null;
            post.accept(new UiEvent.AgentLost(problem));
        }
    }

    private synchronized @Nullable AgentConnection connection() {
        return connection;
    }

    /** Ends in {@link UiEvent.Replied} or {@link UiEvent.Refused}. */
    void send(long tag, Request<?> request) {
        sender.execute(() -> sendNow(tag, request));
    }

    private void sendNow(long tag, Request<?> request) {
        AgentConnection agent = connection();
        if (agent == null) {
            post.accept(new UiEvent.Refused(tag, away()));
            return;
        }
        try {
            CompletableFuture<? extends Reply> future = agent.send(request, event -> {
                if (event instanceof Event.Progress step) {
                    post.accept(new UiEvent.Progressed(tag, step));
                }
            });
            underway.put(tag, future);
            future.whenComplete((reply, failure) -> {
                underway.remove(tag);
                post.accept(failure == null ? new UiEvent.Replied(tag, reply) : new UiEvent.Refused(tag, of(failure)));
            });
        } catch (RuntimeException unexpected) {
            post.accept(new UiEvent.Refused(tag, of(unexpected)));
        }
    }

    /** Runs a shell over a connection of its own. Ends in {@link UiEvent.ShellEnded}. */
    void shell(Request.Streamed request, String where, Streams streams) {
        Thread.ofVirtual().name("screen-shell").start(() -> post.accept(ended(request, where, streams)));
    }

    private UiEvent.ShellEnded ended(Request.Streamed request, String where, Streams streams) {
        try (AgentConnection own = connector.connect(event -> {}, problem -> {})) {
            return new UiEvent.ShellEnded(where, own.stream(request, streams), null);
        } catch (ProblemException failed) {
            return new UiEvent.ShellEnded(where, null, failed.problem());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new UiEvent.ShellEnded(where, null, null);
        } catch (RuntimeException unexpected) {
            return new UiEvent.ShellEnded(where, null, of(unexpected));
        }
    }

    /** Ends in {@link UiEvent.Replied} or {@link UiEvent.Refused}, once nothing is left of what was called off. */
    void carry(long tag, Errand errand) {
        CompletableFuture<Reply> wanted = new CompletableFuture<>();
        underway.put(tag, wanted);
        Carriage carriage = new Carriage(connector, errand, step -> post.accept(new UiEvent.Progressed(tag, step)));
        wanted.whenComplete((done, calledOff) -> carriage.close());
        Thread.ofVirtual().name("screen-carry").start(() -> {
            UiEvent end = carried(tag, carriage);
            underway.remove(tag);
            wanted.complete(new Reply.Done());
            post.accept(end);
        });
    }

    private static UiEvent carried(long tag, Carriage carriage) {
        try {
            carriage.run();
            return new UiEvent.Replied(tag, new Reply.Done());
        } catch (ProblemException | RuntimeException failed) {
            return new UiEvent.Refused(tag, of(failed));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new UiEvent.Refused(tag, Problem.of(Problem.Code.INTERRUPTED, "It was cancelled."));
        }
    }

    /** Behind what was sent before it, so that it finds the request it is about. */
    void cancel(long tag) {
        sender.execute(() -> {
            CompletableFuture<?> future = underway.get(tag);
            if (future != null) {
                future.cancel(true);
            }
        });
    }

    /** Follows a log; ends in {@link UiEvent.LogEnded}. */
    void follow(long tag, Request.ContainerLog log) {
        LogFeed feed = new LogFeed(connector, log, lines -> post.accept(new UiEvent.Logged(tag, lines)));
        feeds.put(tag, feed);
        Thread.ofVirtual().name("screen-log").start(() -> {
            Problem problem = feed.run();
            feeds.remove(tag);
            post.accept(new UiEvent.LogEnded(tag, problem));
        });
    }

    void unfollow(long tag) {
        LogFeed feed = feeds.get(tag);
        if (feed != null) {
            Thread.ofVirtual().name("screen-log-end").start(feed::close);
        }
    }

    /** Opens an address with a token, which the browser gets by way of a one-time address. */
    void browse(long tag, Secret url) {
        Thread.ofVirtual().name("screen-browser").start(() -> post.accept(new UiEvent.Browsed(tag, opened(url))));
    }

    void browse(long tag, String url) {
        Thread.ofVirtual().name("screen-browser").start(() -> post.accept(new UiEvent.Browsed(tag, opened(url))));
    }

    /** Ends in {@link UiEvent.Replied} or {@link UiEvent.Refused}. */
    void code(long tag, VsCode.Place place) {
        Thread.ofVirtual().name("screen-code").start(() -> {
            String problem = new VsCode(environment).open(place).orElse(null);
            post.accept(
                    problem == null
                            ? new UiEvent.Replied(tag, new Reply.Done())
                            : new UiEvent.Refused(tag, Problem.of(Problem.Code.COMMAND_FAILED, problem)));
        });
    }

    void copy(String text) {
        Thread.ofVirtual().name("screen-clipboard").start(() -> Clipboard.copy(environment, text));
    }

    void tell(Notifications notifications, Alert alert) {
        Thread.ofVirtual().name("screen-alert").start(() -> notifications.send(alert.title(), alert.text()));
    }

    /** Null when it was opened, else why not. */
    private @Nullable String opened(Secret url) {
        String refusal = browser().refusal().orElse(null);
        AgentConnection agent = connection();
        if (refusal != null || agent == null) {
            return refusal != null ? refusal : away().sentence();
        }
        try {
            Reply.Text address =
                    agent.send(new Request.OneTimeAddress(url)).get(ONE_TIME_ADDRESS_SECONDS, TimeUnit.SECONDS);
            return opened(address.text());
        } catch (ExecutionException failed) {
            return of(failed).sentence();
        } catch (TimeoutException late) {
            return "The agent gave no address for the browser in time.";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "The browser was not opened.";
        }
    }

    private Browser browser() {
        AgentConnection agent = connection();
        return new Browser(
                environment, agent == null ? null : agent.welcome().settings().browser());
    }

    private @Nullable String opened(String url) {
        try {
            return browser().open(url).orElse(null);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "The browser was not opened.";
        }
    }

    private static Problem away() {
        return Problem.of(Problem.Code.AGENT_UNREACHABLE, "The agent is gone.", "It is started again by itself.");
    }

    private static Problem of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException problem) {
            return problem.problem();
        }
        if (cause instanceof CancellationException) {
            return Problem.of(Problem.Code.INTERRUPTED, "It was cancelled.");
        }
        LOG.log(Level.WARNING, "request", cause);
        return Problem.of(Problem.Code.INTERNAL, "The request failed inside Berth.", "berth agent logs may say more.");
    }

    @Override
    public void close() {
        AgentConnection last;
        synchronized (this) {
            closed = true;
            generation++;
            last = connection;
            connection = null;
        }
        sender.shutdown();
        feeds.values().forEach(LogFeed::close);
        if (last != null) {
            last.close();
        }
    }
}
