package dev.berth.jupyter;

import dev.berth.api.Event.Progress;
import dev.berth.api.Event.StepState;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import dev.berth.link.CommandJournal;
import dev.berth.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One start, on its way. {@link #run} is for one thread; {@link #cancel} may come from any other: what was begun is
 * stopped then.
 */
final class Starter {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The script ends by itself at the limit; this is for a box that went silent. */
    private static final Duration SILENCE = LIMIT.plusSeconds(10);

    private static final Duration FOR_HTTP = Duration.ofSeconds(20);
    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    /** For the way that was found before anybody listened. */
    private static final Duration EARLY_TRY = Duration.ofMillis(500);

    private static final long BETWEEN_TRIES_MILLIS = 100;
    private static final int TRIES_BETWEEN_CHECKS = 10;

    private final Place place;
    private final Stopper stopper;
    private final CommandJournal journal;
    private final PortCheck check;
    private final Consumer<Progress> progress;
    private final StartDialogue dialogue = new StartDialogue();

    private volatile boolean cancelled;
    private volatile @Nullable ScriptRun script;
    private @Nullable String own;
    private @Nullable Plan plan;
    /** Looked for while the server starts, since that takes a while, too. */
    private @Nullable CompletableFuture<Route> early;

    private long pid;
    private Instant started = Instant.EPOCH;

    Starter(Place place, Stopper stopper, CommandJournal journal, PortCheck check, Consumer<Progress> progress) {
        this.place = place;
        this.stopper = stopper;
        this.journal = journal;
        this.check = check;
        this.progress = progress;
    }

    static long watchSeconds() {
        return LIMIT.toSeconds();
    }

    /** Makes {@link #run} stop what it began and end with INTERRUPTED. */
    void cancel() {
        cancelled = true;
        ScriptRun running = script;
        if (running != null) {
            running.close();
        }
    }

    FoundServer run(Script start) throws ProblemException {
        try {
            awaitListening(start);
            FoundServer server = awaitAnswer();
            stopIfCancelled();
            return server;
        } catch (ProblemException failure) {
            boolean left = abandon(failure.problem().code());
            throw cancelled ? interrupted(left).asException() : failure;
        }
    }

    private void awaitListening(Script start) throws ProblemException {
        try (ScriptRun running = new ScriptRun(place.open(start, Place.Rights.OWN), SILENCE)) {
            script = running;
            stopIfCancelled();
            for (String line; (line = running.next()) != null; ) {
                if (took(dialogue.take(line), running)) {
                    return;
                }
                stopIfCancelled();
            }
        } finally {
            script = null;
        }
        stopIfCancelled();
        place.check();
        throw lost();
    }

    /** True once it listens. */
    private boolean took(StartDialogue.Line line, ScriptRun running) throws ProblemException {
        switch (line) {
            case FACT, PLANNED -> {}
            case NONE -> throw noJupyter();
            case USED -> throw portUsed();
            case BAD -> throw cannotStart(dialogue.rest());
            case PREPARED -> launch();
            case RUNNING -> isRunning();
            case FILE -> {}
            case LISTENING -> {
                tell("file", "server file of process " + pid + " is there", StepState.DONE);
                tell("listening", "listens on port " + plan().port(), StepState.DONE);
                return true;
            }
            case DIED, LATE -> throw ended(line, running);
        }
        return false;
    }

    private void launch() throws ProblemException {
        own = dialogue.rest();
        plan = dialogue.plan();
        stopIfCancelled();
        check.check(plan().port());
        tell("exec", "Starting " + plan().program() + " " + place.inside(), StepState.RUNNING);
        place.detach(List.of("sh", dialogue.rest() + "/run"));
    }

    private void isRunning() throws ProblemException {
        List<String> words = dialogue.words();
        pid = number(words.getFirst());
        started = Instant.ofEpochSecond(number(words.getLast()));
        int port = plan().port();
        early = Parallel.start(() -> place.route(port, List.of()));
        tell("exec", plan().program() + " is started " + place.inside() + ", process " + pid, StepState.DONE);
        tell("file", "waiting for its server file", StepState.RUNNING);
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }

    private ProblemException ended(StartDialogue.Line line, ScriptRun running) throws ProblemException {
        for (String more; (more = running.next()) != null; ) {
            dialogue.take(more);
        }
        // A container that stops takes its processes one by one: look at it first.
        place.check();
        String detail = RemoteLine.log(String.join("\n", dialogue.log()), new Secret(dialogue.token()));
        String text = line == StartDialogue.Line.DIED ? "ended" : "does not listen after " + LIMIT.toSeconds() + " s";
        progress.accept(new Progress("file", plan().program() + " " + text, StepState.FAILED, detail));
        return line == StartDialogue.Line.DIED
                ? Death.problem(plan().program(), place.inside(), plan().port(), dialogue.log())
                        .asException()
                : late().asException();
    }

    private FoundServer awaitAnswer() throws ProblemException {
        ServerFile file = dialogue.file();
        if (file != null && file.pid() != pid) {
            file = null;
        }
        Secret token = file == null ? new Secret(dialogue.token()) : file.token();
        int port = file == null ? plan().port() : file.port();
        String socket = file == null ? null : file.socket();
        String base = file == null ? plan().basePath() : file.basePath();
        boolean secure = file != null && file.secure();
        tell("http", "asking port " + port + " how it is", StepState.RUNNING);
        JupyterApi api = socket == null && port == plan().port()
                ? early(route -> new JupyterApi(route, secure, base, token, place.label(), journal, false))
                : null;
        if (api == null) {
            Route found = socket == null ? place.route(port, List.of()) : place.route(socket);
            api = new JupyterApi(found, secure, base, token, place.label(), journal, false);
            answer(api, found, port);
        }
        tell("http", "answers on port " + port, StepState.DONE);
        JupyterServer info = new JupyterServer(
                place.host(),
                place.container(),
                plan().kind(),
                version(api),
                port,
                RemoteLine.clean(plan().directory()),
                pid,
                socket == null ? Addresses.own(secure, port, base) : Addresses.unix(socket, base),
                JupyterServer.State.READY,
                started,
                null,
                List.of(),
                0.0,
                true,
                null,
                false,
                socket);
        return new FoundServer(info, token, api.route(), base, secure, place.containerId(), pid, false);
    }

    /** By the way that was found while it started; null where that is not there, or where no server that knows us answers. */
    private @Nullable JupyterApi early(Function<Route, JupyterApi> by) {
        CompletableFuture<Route> found = early;
        if (found == null || !found.isDone() || found.isCompletedExceptionally()) {
            return null;
        }
        JupyterApi api = by.apply(found.join());
        try {
            return api.status(EARLY_TRY).answer() == JupyterApi.Answer.READY ? api : null;
        } catch (IOException another) {
            return null;
        }
    }

    /** Where the packages did not tell it, such as behind a wrapper script, the server does. */
    private @Nullable String version(JupyterApi api) throws ProblemException {
        String told = plan().version();
        return told == null ? api.version(plan().kind(), ONE_TRY) : told;
    }

    private void answer(JupyterApi api, Route route, int port) throws ProblemException {
        long end = System.nanoTime() + FOR_HTTP.toNanos();
        String reason = "it does not answer";
        for (int tries = 1; System.nanoTime() < end; tries++) {
            stopIfCancelled();
            try {
                switch (api.status(ONE_TRY).answer()) {
                    case READY -> {
                        return;
                    }
                    case DENIED -> throw denied();
                    case STRANGE -> reason = "what answers there is no Jupyter";
                }
            } catch (IOException notYet) {
                reason = RemoteLine.clean(String.valueOf(notYet.getMessage()));
            }
            if (tries % TRIES_BETWEEN_CHECKS == 0) {
                place.check();
            }
            pause();
        }
        throw unreachable(route, port, reason).asException();
    }

    private void pause() throws ProblemException {
        try {
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            cancelled = true;
            stopIfCancelled();
        }
    }

    /**
     * Stops what was begun. A server that ended by itself leaves its log behind for whoever wants to read it.
     *
     * @return something may still be running
     */
    private boolean abandon(Code why) {
        String begun = own;
        if (begun == null || why == Code.JUPYTER_DIED || why == Code.CONTAINER_NOT_RUNNING) {
            return false;
        }
        return !stopper.abandon(place, begun);
    }

    private void stopIfCancelled() throws ProblemException {
        if (cancelled) {
            throw interrupted(false).asException();
        }
    }

    private Plan plan() throws ProblemException {
        Plan known = plan;
        if (known == null) {
            throw lost();
        }
        return known;
    }

    private void tell(String step, String text, StepState state) {
        progress.accept(new Progress(step, text, state, null));
    }

    /**
     * How an interrupted start is told.
     *
     * @param left something may still be running
     */
    Problem interrupted(boolean left) {
        return left
                ? Problem.of(
                        Code.INTERRUPTED,
                        "The start of Jupyter " + place.inside()
                                + " was interrupted, and what it had begun could not be stopped.",
                        "Look for it in the list of servers.")
                : Problem.of(
                        Code.INTERRUPTED,
                        "The start of Jupyter " + place.inside() + " was interrupted; what it had begun is stopped.");
    }

    private ProblemException noJupyter() {
        return StartProblems.noJupyter(place).asException();
    }

    private ProblemException portUsed() {
        List<String> words = dialogue.words();
        return StartProblems.portUsed(place, words.getFirst(), words.getLast()).asException();
    }

    private ProblemException cannotStart(String why) {
        return StartProblems.cannotStart(place, why).asException();
    }

    private Problem late() {
        return Problem.of(
                Code.TIMEOUT,
                "Jupyter " + place.inside() + " did not listen within " + LIMIT.toSeconds()
                        + " s and was stopped; the last it said: " + Death.last(dialogue.log()) + ".",
                "Look at the load of the box, and try again.");
    }

    private ProblemException denied() {
        return Problem.of(
                        Code.JUPYTER_UNREACHABLE,
                        "Jupyter " + place.inside() + " refuses the token it was started with, and was stopped.",
                        "Its configuration there sets a token or password of its own: remove that from jupyter_*_config.")
                .asException();
    }

    private Problem unreachable(Route route, int port, String reason) {
        return Problem.of(
                Code.JUPYTER_UNREACHABLE,
                "Jupyter %s listens on port %d but can't be reached by way of %s: %s. It was stopped."
                        .formatted(place.inside(), port, RemoteLine.clean(route.target()), reason),
                "See that sshd there allows forwarding (AllowTcpForwarding).");
    }

    private ProblemException lost() {
        return Problem.of(
                        Code.LINK_LOST,
                        "The connection to " + place.host() + " broke off while Jupyter started " + place.inside()
                                + ".",
                        "Connect again, and look for it in the list of servers.")
                .asException();
    }
}
