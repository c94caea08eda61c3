package dev.berth.mux;

import dev.berth.link.Command;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.ShellSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions within what sshd allows: 10 a connection by default (MaxSessions), of which three are left to whoever
 * else uses the master, and one to {@link Echo}. Those beyond wait their turn; a refusal is taken as busy and tried again.
 */
final class MuxSessions {
    private static final int BUDGET = 6;
    private static final Duration TURN = Duration.ofSeconds(30);
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String CLOSED = "the session was closed";

    /** No character starts an escape to the master. */
    private static final int NO_ESCAPE = -1;

    private final Path control;
    private final Pulse pulse;
    private final Doors doors;
    private final String host;
    private final ShellSettings shell;
    private final Semaphore free = new Semaphore(BUDGET, true);
    private final Set<MuxCommand> running = ConcurrentHashMap.newKeySet();
    private final Hangup marks = new Hangup();
    /** Commands that were closed and are not yet known to be hung up. */
    private final AtomicInteger ending = new AtomicInteger();

    private volatile boolean closing;

    MuxSessions(Master master, ShellSettings shell) {
        this.control = master.control();
        this.pulse = master.pulse();
        this.doors = master.doors();
        this.host = master.host();
        this.shell = shell;
        // those who wait for a turn find the link gone
        pulse.gone().thenRun(() -> free.release(1 << 20));
    }

    /** How many commands more could start at once. */
    int spare() {
        return free.availablePermits();
    }

    /** A size and kind of terminal. */
    record Window(String term, int columns, int rows) {}

    /**
     * What to open.
     *
     * @param window null for a command without a terminal
     * @param hangUp has the host end it, where it is closed before its end
     * @param ended called once the host has ended it
     * @param beside it waits for no turn and takes nobody's; whoever ordered it ends it
     */
    private record Order(String line, @Nullable Window window, Runnable hangUp, Runnable ended, boolean beside) {
        static Order beside(String line) {
            return new Order(line, null, () -> {}, () -> {}, true);
        }
    }

    MuxCommand command(Command command) throws IOException {
        String mark = marks.mark();
        return open(Hangup.wrapped(command, mark), () -> hangUp(mark));
    }

    /** For a person, who waits behind no command. A terminal hangs up by itself when it is closed. */
    MuxCommand onTerminal(@Nullable Command command, Window window) throws IOException {
        String line = command == null ? shell.command() : command.line();
        // as ssh has it: a TERM that is set tells the pty, too
        String term = shell.environment().getOrDefault("TERM", window.term());
        Window shown = new Window(term, window.columns(), window.rows());
        try {
            return opened(new Order(line == null ? "" : line, shown, () -> {}, () -> {}, false));
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private void hangUp(String mark) {
        ending.incrementAndGet();
        Thread.ofVirtual().name("mux-hangup").start(() -> {
            try (MuxCommand ending = open(Hangup.one(mark).line(), () -> {})) {
                ending.await(Errand.ANSWER);
            } catch (IOException gone) {
                // the connection is gone, and with it what it carried
            } finally {
                ending.decrementAndGet();
            }
        });
    }

    private MuxCommand open(String line, Runnable hangUp) throws IOException {
        try {
            if (!free.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new OpenRefusedException(Reason.BUSY, "all " + BUDGET + " sessions on " + host + " are in use");
            }
            boolean kept = false;
            try {
                MuxCommand opened = opened(new Order(line, null, hangUp, free::release, false));
                kept = true;
                return opened;
            } finally {
                if (!kept) {
                    free.release();
                }
            }
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private MuxCommand opened(Order order) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BUSY.toNanos();
        while (true) {
            try {
                return attempt(order);
            } catch (OpenRefusedException refused) {
                if (refused.reason() != Reason.BUSY || System.nanoTime() > deadline) {
                    throw refused;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private MuxCommand attempt(Order order) throws IOException {
        if (closing && !order.beside()) {
            throw new IOException(CLOSED);
        }
        Attempt attempt = new Attempt(order);
        Errand errand = run(attempt);
        if (errand.reply().type() != Message.SESSION_OPENED) {
            throw Refusals.of(errand.reply(), host + " refused to open a session", Reason.BUSY);
        }
        return attempt.command();
    }

    private Errand run(Attempt attempt) throws IOException {
        if (pulse.ended()) {
            throw pulse.lost(null);
        }
        try {
            return Errand.run(control, attempt::send, attempt::follow);
        } catch (InterruptedIOException stopped) {
            // the errand ends by itself, and with it what was made for it
            throw stopped;
        } catch (IOException failed) {
            attempt.abandon();
            throw pulse.answers() ? failed : pulse.lost(failed);
        }
    }

    /** A command beside the budget, tried once. Whoever starts it ends it. */
    MuxCommand beside(Command command) throws IOException {
        return attempt(Order.beside(Hangup.wrapped(command, marks.mark())));
    }

    /** Hangs up all that was started without a terminal, whoever runs it. */
    Command sweep() {
        return marks.all();
    }

    /** Hangs up all that still run on the host. */
    void hangUp() {
        // whoever waits for a turn would get it now
        closing = true;
        if (running.isEmpty() && ending.get() == 0) {
            return;
        }
        // here first: whoever reads one finds it closed, rather than at an end that it seems to have come to by itself
        running.forEach(command -> command.drop(CLOSED));
        try {
            attempt(Order.beside(sweep().line())).await(Errand.ANSWER);
        } catch (IOException gone) {
            // not even this could be said
        }
    }

    /** The link is gone: ends what is left of them here. */
    void drop() {
        running.forEach(command -> command.drop(pulse.why()));
    }

    /** One request for a session. */
    private final class Attempt {
        private final Order order;
        private final List<Integer> far = new ArrayList<>();
        private @Nullable MuxCommand command;
        private @Nullable Terminal terminal;

        Attempt(Order order) {
            this.order = order;
        }

        MuxCommand command() {
            if (command == null) {
                throw new IllegalStateException("no session was asked for");
            }
            return command;
        }

        void send(Conversation conversation) throws IOException {
            command = prepared();
            try {
                conversation.send(request());
                for (int descriptor : far) {
                    conversation.send(descriptor);
                }
            } finally {
                if (terminal == null) {
                    far.forEach(Posix::close);
                }
            }
        }

        private MuxCommand prepared() throws IOException {
            List<SocketChannel> near = new ArrayList<>();
            Window window = order.window();
            if (window == null) {
                for (int i = 0; i < 3; i++) {
                    Doors.Pair pair = doors.pair();
                    near.add(pair.near());
                    far.add(pair.far());
                }
            } else {
                Terminal opened = Terminal.open(doors, window.columns(), window.rows());
                terminal = opened;
                near.addAll(List.of(opened.typed(), opened.printed()));
                far.addAll(List.of(opened.programSide(), opened.programSide(), opened.programSide()));
            }
            return new MuxCommand(pulse, near, terminal, order.hangUp());
        }

        private Message request() {
            Window window = order.window();
            Message request = Message.request(Message.NEW_SESSION)
                    .text("")
                    .number(window == null ? 0 : 1)
                    .number(0)
                    .number(window == null || shell.agent() == null ? 0 : 1)
                    .number(0)
                    .number(NO_ESCAPE)
                    .text(window == null ? "" : window.term())
                    .text(order.line());
            if (window != null) {
                // the master passes on what its own SendEnv names, and its own SetEnv with every session
                shell.environment().forEach((name, value) -> request.text(name + "=" + value));
            }
            return request;
        }

        /** The master did not take it: what was made for it goes. */
        void abandon() {
            if (command != null) {
                command.drop("no session");
            }
            if (terminal != null) {
                terminal.abandon();
            }
        }

        /** Runs until the session has ended. */
        void follow(Errand errand) throws IOException {
            MuxCommand session = command();
            if (errand.reply().type() != Message.SESSION_OPENED) {
                errand.conversation().close();
                abandon();
                return;
            }
            if (!order.beside()) {
                running.add(session);
            }
            if (pulse.ended()) {
                session.drop(pulse.why());
            }
            try {
                if (terminal != null) {
                    terminal.begin();
                }
                session.follow(errand.conversation());
            } finally {
                running.remove(session);
                order.ended().run();
            }
        }
    }
}
