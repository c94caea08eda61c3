package dev.berth.fleet;

import dev.berth.api.Container;
import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Image;
import dev.berth.api.JupyterServer;
import dev.berth.api.LinkKind;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Section;
import dev.berth.api.Vitals;
import dev.berth.api.Volume;
import dev.berth.jupyter.FoundServer;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
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
    /** A session that ends sooner does not count as a good one: dialling it at once again would hammer the host. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    /** What others need to know of a host's life. Called outside the lock. */
    interface Life {
        void up(String host);

        void down(String host, String reason);

        /** Containers came, went or changed there. */
        void containersChanged(String host);

        /** Fills in what only tunnels know. */
        JupyterServer complete(JupyterServer server);
    }

    private final String host;
    private final Dialing dialing;
    private final Board board;
    private final FreeGpu freeGpu;
    private final Questions questions;
    private final Life life;
    private final ScheduledExecutorService timer;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Leftovers leftovers;

    private HostSnapshot snapshot;
    private @Nullable Session session;
    private @Nullable Dial dial;
    /** The attempt that brought the open session. */
    private @Nullable Dial origin;

    private @Nullable ScheduledFuture<?> retry;
    private List<FoundServer> servers = List.of();
    /** What {@link #awaited} gave out while the host is dialled again by itself. */
    private CompletableFuture<Session> next = new CompletableFuture<>();
    /** Tries since the host was last well; 0 while it is. */
    private int lost;

    private long upAt;
    private long used = System.nanoTime();
    /** Held while tunnels are told, so that they hear of ups and downs in their order. */
    private final Object telling = new Object();

    HostSupervisor(
            String host,
            boolean autoconnect,
            Dialing dialing,
            Board board,
            FreeGpu freeGpu,
            Questions questions,
            Life life,
            ScheduledExecutorService timer) {
        this.host = host;
        this.dialing = dialing;
        this.board = board;
        this.freeGpu = freeGpu;
        this.questions = questions;
        this.life = life;
        this.timer = timer;
        this.leftovers = new Leftovers(board.journal(host));
        this.snapshot = HostSnapshot.off(host, autoconnect);
        board.host(snapshot);
    }

    synchronized HostSnapshot snapshot() {
        return snapshot;
    }

    /**
     * The open session, or the one that a dial brings, which is begun where none is on its way.
     *
     * @param caller whose request this is; null where Berth itself wants it, and nobody may be asked
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
            if (caller != null) {
                // whoever is there to press a key knows that it may work now
                lost = Math.min(lost, 1);
            }
            dial = begin();
        }
        if (caller != null) {
            dial.callers.add(caller);
        }
        return dial.result;
    }

    /**
     * The open session, or the one that comes by itself. Begins nothing: a browser that asks every second through a
     * tunnel must neither undo a disconnect nor knock on a host that refused.
     */
    synchronized CompletableFuture<Session> awaited() {
        if (session != null) {
            return CompletableFuture.completedFuture(session);
        } else if (dial != null) {
            return dial.result;
        } else if (snapshot.state() == HostState.RECONNECTING) {
            return next;
        }
        Problem problem = snapshot.problem();
        return CompletableFuture.failedFuture((problem == null ? notConnected() : problem).asException());
    }

    private Problem notConnected() {
        return Problem.of(
                Problem.Code.LINK_LOST, host + " is not connected.", "Connect it: berth connect " + host + ".");
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

    private Dial begin() {
        cancelRetry();
        Dial attempt = new Dial();
        dialling();
        attempt.thread = Thread.ofVirtual().name("dial-" + host).start(() -> run(attempt));
        return attempt;
    }

    /** Why it was lost stays to be read while it is tried again. */
    private void dialling() {
        if (lost > 0) {
            state(HostState.RECONNECTING, snapshot.problem(), null);
        } else {
            state(HostState.CONNECTING, null, null);
        }
    }

    private void run(Dial attempt) {
        try {
            Way way = dialing.way(host);
            way(attempt, way);
            Link link = way.opening().open(new DialQuestions(host, attempt, questions, new Asking()), journal());
            carriedBy(attempt, link.kind());
            up(attempt, new Session(host, link, board, freeGpu, new Folding(attempt)));
        } catch (ProblemException failed) {
            // a host that stays away is tried for ever: the log tells it once
            boolean told = failed.problem().equals(snapshot().problem());
            LOG.log(told ? Level.FINE : Level.INFO, "dialling " + host, failed);
            failed(attempt, failed.problem());
        } catch (InterruptedException calledOff) {
            failed(attempt, disconnected());
        } catch (RuntimeException broken) {
            LOG.log(Level.WARNING, "dialling " + host, broken);
            failed(attempt, Problem.of(Problem.Code.INTERNAL, "Connecting to " + host + " failed: see the log."));
        }
    }

    private CommandJournal journal() {
        return board.journal(host);
    }

    private synchronized void carriedBy(Dial attempt, LinkKind kind) {
        if (dial == attempt) {
            snapshot = snapshot.carriedBy(kind);
        }
    }

    /** Shows the host as waiting for an answer while a dial asks. */
    private final class Asking implements DialQuestions.Waiting {
        @Override
        public void waits(Dial attempt, @Nullable Problem why) {
            synchronized (HostSupervisor.this) {
                if (dial == attempt) {
                    state(HostState.NEEDS_ANSWER, why, null);
                }
            }
        }

        @Override
        public void goesOn(Dial attempt) {
            synchronized (HostSupervisor.this) {
                if (dial == attempt) {
                    dialling();
                }
            }
        }
    }

    private Problem needsAnswer(String why) {
        return Problem.of(
                Problem.Code.ANSWER_NEEDED,
                host + " needs an answer from you before it connects." + why,
                "Press r on it, or type berth connect " + host + ".");
    }

    private synchronized void way(Dial attempt, Way way) {
        if (dial == attempt) {
            snapshot = snapshot.reachedAt(way.address(), way.user());
            board.host(snapshot);
        }
    }

    private void up(Dial attempt, Session opened) {
        boolean current;
        synchronized (this) {
            current = dial == attempt;
            if (current) {
                dial = null;
                session = opened;
                origin = attempt;
                upAt = System.nanoTime();
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
        tellLife("");
        attempt.result.complete(opened);
        arrived().complete(opened);
        Thread.ofVirtual().name("leftovers-" + host).start(() -> leftovers.sweep(opened.link()));
    }

    /** The future of those who waited, for whom it is decided now. */
    private synchronized CompletableFuture<Session> arrived() {
        CompletableFuture<Session> decided = next;
        next = new CompletableFuture<>();
        return decided;
    }

    /** Tells what is true now: a word of an old session may come after the new one is up. */
    private void tellLife(String reason) {
        synchronized (telling) {
            if (open() != null) {
                life.up(host);
            } else {
                life.down(host, reason);
            }
        }
    }

    private Problem disconnected() {
        return Problem.of(Problem.Code.INTERRUPTED, host + " was disconnected meanwhile.");
    }

    private void failed(Dial attempt, Problem problem) {
        boolean current;
        boolean again = false;
        boolean told = false;
        synchronized (this) {
            current = dial == attempt;
            if (current) {
                dial = null;
                told = problem.equals(snapshot.problem());
                // nobody saw Berth's own first try fail either
                again = passing(problem) && (lost > 0 || attempt.callers.isEmpty());
                if (again) {
                    retryLater(problem);
                } else {
                    lost = 0;
                    boolean answer = problem.code() == Problem.Code.ANSWER_NEEDED;
                    state(answer ? HostState.NEEDS_ANSWER : HostState.FAILED, problem, null);
                }
            }
        }
        if (current && !told) {
            board.note(Notice.Level.ERROR, host, problem);
        }
        if (current) {
            tellLife(problem.message());
        }
        attempt.result.completeExceptionally(problem.asException());
        if (current && !again) {
            arrived().completeExceptionally(problem.asException());
        }
    }

    /** A failure that may pass by itself: worth another try without asking anybody. */
    private static boolean passing(Problem problem) {
        return switch (problem.code()) {
            case HOST_UNREACHABLE, HOST_UNRESOLVABLE, TIMEOUT, LINK_LOST, INTERNAL -> true;
            default -> false;
        };
    }

    private void lost(Session gone, String reason, boolean answered) {
        Problem problem = Problem.of(Problem.Code.LINK_LOST, "The session to " + host + " was lost: " + reason + ".");
        synchronized (this) {
            if (session != gone) {
                return;
            }
            session = null;
            lost = System.nanoTime() - upAt > STABLE.toNanos() ? 1 : lost + 1;
            if (answered) {
                lost = 0;
                state(HostState.NEEDS_ANSWER, needsAnswer(" The session was lost: " + reason + "."), null);
            } else if (lost > 1) {
                retryLater(problem);
            } else {
                state(HostState.RECONNECTING, problem, Instant.now());
            }
        }
        board.note(Notice.Level.WARN, host, problem);
        tellLife(reason);
        gone.close();
        synchronized (this) {
            if (lost == 1) {
                redial();
            }
        }
    }

    private void retryLater(Problem problem) {
        lost++;
        long millis = backoff.after(Math.max(1, lost - 1)).toMillis();
        state(HostState.RECONNECTING, problem, Instant.now().plusMillis(millis));
        retry = timer.schedule(this::redial, millis, TimeUnit.MILLISECONDS);
    }

    /** The way to the host may be another one by now: an open link has to show that it lives, a lost one is tried at once. */
    void disturbed() {
        Session open;
        synchronized (this) {
            open = session;
            if (retry != null) {
                lost = 1;
                redial();
            }
        }
        if (open != null) {
            open.link().probe();
        }
    }

    private synchronized void redial() {
        if (session == null && dial == null && snapshot.state() == HostState.RECONNECTING) {
            dial = begin();
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
            abandoned.end(disconnected());
        }
        arrived().completeExceptionally(notConnected().asException());
        if (closing != null) {
            closing.close();
        }
        tellLife(host + " was disconnected");
    }

    private synchronized void state(HostState state, @Nullable Problem problem, @Nullable Instant retryAt) {
        snapshot = snapshot.in(state, problem, retryAt);
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
            fold(attempt, keep(snapshot().containers(), containers), null, null, null, null, null);
        }

        @Override
        public void gpus(Section<Gpu> gpus) {
            fold(attempt, null, keep(snapshot().gpus(), gpus), null, null, null, null);
        }

        @Override
        public void vitals(Vitals vitals) {
            fold(attempt, null, null, null, null, null, vitals);
        }

        @Override
        public void images(Section<Image> images) {
            fold(attempt, null, null, null, keep(snapshot().images(), images), null, null);
        }

        @Override
        public void volumes(Section<Volume> volumes) {
            fold(attempt, null, null, null, null, keep(snapshot().volumes(), volumes), null);
        }

        @Override
        public void containersChanged() {
            life.containersChanged(host);
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
                    problem == null ? completed() : snapshot().servers().failed(problem),
                    null,
                    null,
                    null);
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
        return Section.of(KernelMemory.join(infos, snapshot().gpus().items()), Instant.now());
    }

    /** Something that is told beside the session changed. */
    synchronized void tellAgain() {
        board.host(snapshot);
    }

    /** Tunnels changed: the servers' local ports may be others now. */
    void tunnelsChanged() {
        if (!servers().isEmpty()) {
            fold(origin(), null, null, completed(), null, null, null);
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
            @Nullable Section<JupyterServer> found,
            @Nullable Section<Image> images,
            @Nullable Section<Volume> volumes,
            @Nullable Vitals vitals) {
        if (!current(attempt)) {
            return;
        }
        snapshot = snapshot.with(
                roundTrip(),
                containers == null ? snapshot.containers() : containers,
                gpus == null ? snapshot.gpus() : gpus,
                found == null ? snapshot.servers() : found,
                images == null ? snapshot.images() : images,
                volumes == null ? snapshot.volumes() : volumes,
                vitals == null ? snapshot.vitals() : vitals);
        board.host(snapshot);
    }
}
