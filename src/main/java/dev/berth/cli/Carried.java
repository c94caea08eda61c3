package dev.berth.cli;

import dev.berth.api.AgentConnection;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.carry.Carrier;
import dev.berth.carry.Errand;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An errand of a verb. Ctrl-C ends it, and what it left half done is removed before the JVM ends. */
final class Carried {
    private static final long FOR_CLEANING_SECONDS = 10;

    private final Context context;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Talk open;
    private @Nullable String left;
    private boolean begun;
    private boolean stopped;

    private Carried(Context context) {
        this.context = context;
    }

    static void carry(Context context, Errand errand, LongConsumer carried, Consumer<String> told)
            throws ProblemException, InterruptedException {
        new Carried(context).run(errand, carried, told);
    }

    private void run(Errand errand, LongConsumer carried, Consumer<String> told)
            throws ProblemException, InterruptedException {
        Thread hook = new Thread(this::stop, "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        Carrier carrier = new Carrier(this::road, this::afterwards, carried, told);
        try {
            carrier.carry(errand);
        } finally {
            leave(carrier.left());
            over.countDown();
            if (isStopped()) {
                // the hook tells the rest; who returned now would end the JVM with another code
                Interruption.awaitEnd();
            }
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private synchronized void leave(@Nullable String what) {
        left = what;
    }

    private void stop() {
        Talk talk;
        synchronized (this) {
            stopped = true;
            talk = begun ? open : null;
        }
        if (talk == null) {
            return;
        }
        talk.close();
        String rest = "What was begun may be left in part.";
        try {
            if (over.await(FOR_CLEANING_SECONDS, TimeUnit.SECONDS)) {
                synchronized (this) {
                    rest = left == null ? "" : left;
                }
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        context.front().err().println(("\nberth: Interrupted. " + Text.clean(rest)).stripTrailing());
        context.front().err().flush();
    }

    /** Each request over a connection of its own, which carries nothing else afterwards. */
    private int road(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        try (Talk talk = Talk.open(context)) {
            if (!accepted(talk)) {
                throw Problem.of(Problem.Code.INTERRUPTED, "Interrupted.").asException();
            }
            talk.ask(new Request.Connect(request.host()));
            begin();
            return talk.stream(request, streams);
        }
    }

    private synchronized boolean accepted(Talk talk) {
        open = talk;
        return !stopped;
    }

    private synchronized void begin() {
        begun = true;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private int afterwards(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException {
        try (AgentConnection own = context.connector().connect(event -> {}, lost -> {})) {
            return own.stream(request, streams);
        }
    }
}
