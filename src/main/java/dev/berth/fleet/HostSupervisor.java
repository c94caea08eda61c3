package dev.berth.fleet;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.LinkKind;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Section;
import dev.berth.jupyter.FoundServer;
import dev.berth.ssh.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of a host's session and snapshot. Dials when asked, redials after a loss, and folds what the session's
 * watchers report into the snapshot. Its lock guards all its fields; nothing under it blocks.
 */
final class HostSupervisor {
    private static final Logger LOG = Logger.getLogger(HostSupervisor.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

    /** What others need to know of a host's life. Called outside the lock. */
    interface Life {
        void up(String host);

        void down(String host, String reason);

        /** Fills in what only tunnels know. */
        JupyterServer complete(JupyterServer server);
    }

    private final String host;
    private final Dialing dialing;
    private final Board board;
    private final Questions questions;
    private final Life life;
    private final ScheduledExecutorService timer;

    private HostSnapshot snapshot;
    private @Nullable Session session;
    private @Nullable Dial dial;
    /** The attempt that brought the open session. */
    private @Nullable Dial origin;

    private @Nullable ScheduledFuture<?> retry;
    private List<FoundServer> servers = List.of();
    private int lost;
    private long used = System.nanoTime();

    HostSupervisor(
            String host,
            boolean autoconnect,
            Dialing dialing,
            Board board,
            Questions questions,
            Life life,
            ScheduledExecutorService timer) {
        this.host = host;
        this.dialing = dialing;
        this.board = board;
        this.questions = questions;
        this.life = life;
        this.timer = timer;
        this.snapshot = HostSnapshot.off(host, autoconnect);
        board.host(snapshot);
    }

    /** One attempt to connect; its future ends with the session or a {@link ProblemException}. */
    private static final class Dial {
        final CompletableFuture<Session> result = new CompletableFuture<>();
        final Fleet.@Nullable Caller caller;
        volatile boolean answered;

        Dial(Fleet.@Nullable Caller caller) {
            this.caller = caller;
        }
    }

    synchronized HostSnapshot snapshot() {
        return snapshot;
    }

    /**
     * The open session, or the one that a dial brings.
     *
     * @param caller whose request this is; null where Berth itself wants it, who can't answer questions
     */
    synchronized CompletableFuture<Session> session(Fleet.@Nullable Caller caller) {
        used = System.nanoTime();
        if (session != null) {
            return CompletableFuture.completedFuture(session);
        }
        if (dial == null) {
            if (caller == null && snapshot.state() == HostState.NEEDS_ANSWER) {
                return CompletableFuture.failedFuture(needsAnswer("").asException());
            }
            dial = begin(caller);
        }
        return dial.result;
    }

    /** The open session or null. */
    synchronized @Nullable Session open() {
        return session;
    }

    /** When somebody last asked for this host, in {@link System#nanoTime}. */
    synchronized long lastUsed() {
        return used;
    }

    synchronized List<FoundServer> servers() {
        return servers;
    }

    private Dial begin(Fleet.@Nullable Caller caller) {
        cancelRetry();
        Dial next = new Dial(caller);
        state(lost > 0 && caller == null ? HostState.RECONNECTING : HostState.CONNECTING, null, null);
        Thread.ofVirtual().name("dial-" + host).start(() -> run(next));
        return next;
    }

    private void run(Dial attempt) {
        try {
            Destination destination = dialing.resolve(host);
            destination(destination);
            Dialing.Dialled dialled = dialing.dial(destination, new Asking(attempt, destination), board.journal(host));
            Session opened = new Session(host, dialled.link(), board, new Folding(attempt));
            up(attempt, opened);
        } catch (ProblemException failed) {
            LOG.log(Level.INFO, "dialling " + host, failed);
            failed(attempt, failed.problem());
        } catch (InterruptedException | RuntimeException broken) {
            LOG.log(Level.WARNING, "dialling " + host, broken);
            failed(attempt, Problem.of(Problem.Code.INTERNAL, "Connecting to " + host + " failed: see the log."));
        }
    }

    /** Asks on behalf of a dial, and shows the host as waiting meanwhile. */
    private final class Asking implements dev.berth.ssh.Questioner {
        private final Dial attempt;
        private final Destination destination;

        Asking(Dial attempt, Destination destination) {
            this.attempt = attempt;
            this.destination = destination;
        }

        @Override
        public dev.berth.api.Question.Answer hostKey(String server, String keyType, String fingerprint, String file)
                throws ProblemException, InterruptedException {
            return ask(id -> new dev.berth.api.Question.HostKey(id, host, server, keyType, fingerprint, file));
        }

        @Override
        public dev.berth.api.@Nullable Secret credential(
                String server, String prompt, boolean echo, @Nullable String problem)
                throws ProblemException, InterruptedException {
            attempt.answered = true;
            dev.berth.api.Question.Answer answer =
                    ask(id -> new dev.berth.api.Question.Credential(id, host, server, prompt, echo, problem));
            return answer instanceof dev.berth.api.Question.Answer.Give give ? give.secret() : null;
        }

        private dev.berth.api.Question.Answer ask(java.util.function.LongFunction<dev.berth.api.Question> question)
                throws ProblemException, InterruptedException {
            if (attempt.caller == null) {
                throw needsAnswer("").asException();
            }
            state(HostState.NEEDS_ANSWER, null, null);
            try {
                return questions.ask(attempt.caller, question);
            } finally {
                LOG.fine(() -> "answered for " + destination.alias());
                state(HostState.CONNECTING, null, null);
            }
        }
    }

    private Problem needsAnswer(String why) {
        return Problem.of(
                Problem.Code.ANSWER_NEEDED,
                host + " needs an answer from you before it connects." + why,
                "Press r on it, or type berth connect " + host + ".");
    }

    private synchronized void destination(Destination destination) {
        snapshot = new HostSnapshot(
                host,
                snapshot.state(),
                snapshot.problem(),
                snapshot.retryAt(),
                destination.port() == 22 ? destination.hostName() : destination.hostName() + ":" + destination.port(),
                destination.user(),
                snapshot.rtt(),
                snapshot.since(),
                LinkKind.SSHJ,
                snapshot.autoconnect(),
                snapshot.containers(),
                snapshot.gpus(),
                snapshot.servers());
        board.host(snapshot);
    }

    private void up(Dial attempt, Session opened) {
        boolean current;
        synchronized (this) {
            current = dial == attempt;
            if (current) {
                dial = null;
                session = opened;
                origin = attempt;
                lost = 0;
                state(HostState.UP, null, null);
                opened.link()
                        .gone()
                        .thenAccept(reason -> Thread.ofVirtual().start(() -> lost(opened, reason, attempt.answered)));
            }
        }
        if (!current) {
            opened.close();
            attempt.result.completeExceptionally(disconnected().asException());
            return;
        }
        life.up(host);
        attempt.result.complete(opened);
    }

    private Problem disconnected() {
        return Problem.of(Problem.Code.INTERRUPTED, host + " was disconnected meanwhile.");
    }

    private void failed(Dial attempt, Problem problem) {
        synchronized (this) {
            if (dial == attempt) {
                dial = null;
                if (problem.code() == Problem.Code.ANSWER_NEEDED) {
                    state(HostState.NEEDS_ANSWER, problem, null);
                } else if (lost > 0 && passing(problem)) {
                    retryLater(problem);
                } else {
                    lost = 0;
                    state(HostState.FAILED, problem, null);
                }
            }
        }
        board.note(Notice.Level.ERROR, host, problem);
        attempt.result.completeExceptionally(problem.asException());
    }

    /** A failure that may pass by itself: worth another try without asking anybody. */
    private static boolean passing(Problem problem) {
        return switch (problem.code()) {
            case HOST_UNREACHABLE, HOST_UNRESOLVABLE, TIMEOUT, LINK_LOST, INTERNAL -> true;
            default -> false;
        };
    }

    private void lost(Session gone, String reason, boolean answered) {
        synchronized (this) {
            if (session != gone) {
                return;
            }
            session = null;
            lost = 1;
            Problem problem =
                    Problem.of(Problem.Code.LINK_LOST, "The session to " + host + " was lost: " + reason + ".");
            if (answered) {
                lost = 0;
                state(HostState.NEEDS_ANSWER, needsAnswer(" The session was lost: " + reason + "."), null);
            } else {
                state(HostState.RECONNECTING, problem, Instant.now());
                dial = begin(null);
            }
            board.note(Notice.Level.WARN, host, problem);
        }
        gone.close();
        life.down(host, reason);
    }

    private void retryLater(Problem problem) {
        long seconds = Math.min(LONGEST_RETRY.toSeconds(), FIRST_RETRY.toSeconds() << Math.min(lost - 1, 6));
        long millis = seconds * 1000 + ThreadLocalRandom.current().nextLong(250);
        lost++;
        state(HostState.RECONNECTING, problem, Instant.now().plusMillis(millis));
        retry = timer.schedule(this::redial, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void redial() {
        if (session == null && dial == null && snapshot.state() == HostState.RECONNECTING) {
            dial = begin(null);
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }

    /** Ends the session, or the attempt at one. Waits until the link is closed. */
    void disconnect() {
        Session closing;
        Dial abandoned;
        synchronized (this) {
            cancelRetry();
            closing = session;
            abandoned = dial;
            session = null;
            dial = null;
            lost = 0;
            servers = List.of();
            snapshot = HostSnapshot.off(host, snapshot.autoconnect());
            board.host(snapshot);
        }
        if (abandoned != null) {
            abandoned.result.completeExceptionally(disconnected().asException());
        }
        if (closing != null) {
            closing.close();
            life.down(host, host + " was disconnected");
        }
    }

    private synchronized void state(HostState state, @Nullable Problem problem, @Nullable Instant retryAt) {
        Instant since = state == snapshot.state() ? snapshot.since() : Instant.now();
        snapshot = new HostSnapshot(
                host,
                state,
                problem,
                retryAt,
                snapshot.address(),
                snapshot.user(),
                roundTrip(),
                since,
                snapshot.link(),
                snapshot.autoconnect(),
                snapshot.containers(),
                snapshot.gpus(),
                snapshot.servers());
        board.host(snapshot);
    }

    private @Nullable Double roundTrip() {
        Duration rtt = session == null ? null : session.link().roundTrip();
        return rtt == null ? null : rtt.toNanos() / 1e9;
    }

    /** Folds the facts of one session's watchers into the snapshot; those of an earlier session come too late. */
    private final class Folding implements Session.Facts {
        private final Dial attempt;

        Folding(Dial attempt) {
            this.attempt = attempt;
        }

        @Override
        public void containers(Section<Container> containers) {
            fold(attempt, keep(snapshot().containers(), containers), null, null);
        }

        @Override
        public void gpus(Section<Gpu> gpus) {
            fold(attempt, null, keep(snapshot().gpus(), gpus), null);
        }

        @Override
        public void servers(List<FoundServer> found, @Nullable Problem problem) {
            synchronized (HostSupervisor.this) {
                if (problem == null && current(attempt)) {
                    servers = List.copyOf(found);
                }
            }
            fold(
                    attempt,
                    null,
                    null,
                    problem == null ? completed() : snapshot().servers().failed(problem));
        }
    }

    /** A failed read keeps the items of the last good one. */
    private static <T> Section<T> keep(Section<T> old, Section<T> newest) {
        Problem problem = newest.problem();
        return problem == null ? newest : old.failed(problem);
    }

    private Section<JupyterServer> completed() {
        List<JupyterServer> infos = new ArrayList<>();
        for (FoundServer server : servers()) {
            infos.add(life.complete(server.info()));
        }
        return Section.of(infos, Instant.now());
    }

    /** Tunnels changed: the servers' local ports may be others now. */
    void tunnelsChanged() {
        if (!servers().isEmpty()) {
            fold(origin(), null, null, completed());
        }
    }

    private synchronized @Nullable Dial origin() {
        return origin;
    }

    private synchronized boolean current(@Nullable Dial attempt) {
        return attempt != null && (dial == attempt || (session != null && origin == attempt));
    }

    private synchronized void fold(
            @Nullable Dial attempt,
            @Nullable Section<Container> containers,
            @Nullable Section<Gpu> gpus,
            @Nullable Section<JupyterServer> found) {
        if (!current(attempt)) {
            return;
        }
        HostSnapshot next = new HostSnapshot(
                host,
                snapshot.state(),
                snapshot.problem(),
                snapshot.retryAt(),
                snapshot.address(),
                snapshot.user(),
                roundTrip(),
                snapshot.since(),
                snapshot.link(),
                snapshot.autoconnect(),
                containers == null ? snapshot.containers() : containers,
                gpus == null ? snapshot.gpus() : gpus,
                found == null ? snapshot.servers() : found);
        snapshot = next;
        board.host(next);
    }
}
