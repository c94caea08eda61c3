package dev.berth.mux;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.Pace;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemoteListener;
import dev.berth.link.RemotePty;
import dev.berth.link.ShellSettings;
import dev.berth.link.Watchdog;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link over a live master. Ends what it asked the master for, and never the master itself. */
final class MuxLink implements Link {
    /** Far more than browsers and polls keep open. */
    private static final int MOST_STREAMS = 256;

    /** A host that does not answer is not waited for. */
    private static final Duration FAREWELL = Duration.ofMillis(800);

    private static final String CLOSED_HERE = "the session was closed";

    private final Path control;
    private final String host;
    private final Pulse pulse;
    private final Doors doors;
    private final Runnable closed;
    private final boolean shared;
    private final MuxSessions sessions;
    private final Echo echo;
    private final Watchdog watchdog;
    private final Semaphore free = new Semaphore(MOST_STREAMS);
    private final Set<MuxStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<MuxListener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean held = new AtomicBoolean(true);

    /**
     * Over a master of Berth's own.
     *
     * @param ended called at the end, whoever ended the link
     */
    static MuxLink own(Master master, Pace pace, ShellSettings shell, Runnable ended) {
        return new MuxLink(master, pace, shell, ended, false);
    }

    /** Over a master of the user's. */
    static MuxLink shared(Master master, Pace pace, ShellSettings shell) {
        return new MuxLink(master, pace, shell, () -> {}, true);
    }

    private MuxLink(Master master, Pace pace, ShellSettings shell, Runnable closed, boolean shared) {
        this.control = master.control();
        this.host = master.host();
        this.pulse = master.pulse();
        this.doors = master.doors();
        this.closed = closed;
        this.shared = shared;
        this.sessions = new MuxSessions(master, shell);
        this.echo = new Echo(sessions);
        this.watchdog = new Watchdog(new Alive(echo, pulse), pace);
        pulse.gone().thenRun(this::clear);
    }

    @Override
    public LinkKind kind() {
        return LinkKind.MUX;
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        return sessions.command(command);
    }

    @Override
    public int spare() {
        return sessions.spare();
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) throws IOException {
        return sessions.onTerminal(command, new MuxSessions.Window(term, columns, rows));
    }

    @Override
    public ByteStream tcp(String address, int port) throws IOException {
        return stream(() -> openTcp(address, port));
    }

    @Override
    public ByteStream unix(String path) throws IOException {
        return stream(() -> openUnix(path));
    }

    private interface Opening {
        MuxStream open() throws IOException;
    }

    private ByteStream stream(Opening opening) throws IOException {
        if (pulse.ended()) {
            throw pulse.lost(null);
        }
        if (!free.tryAcquire()) {
            throw new OpenRefusedException(Reason.BUSY, "all " + MOST_STREAMS + " streams to " + host + " are in use");
        }
        boolean kept = false;
        try {
            MuxStream stream = opening.open();
            kept = true;
            streams.add(stream);
            if (pulse.ended()) {
                stream.close();
            }
            return stream;
        } catch (OpenRefusedException refused) {
            throw refused;
        } catch (IOException failed) {
            throw pulse.answers() ? failed : pulse.lost(failed);
        } finally {
            if (!kept) {
                free.release();
            }
        }
    }

    private void closed(MuxStream stream) {
        streams.remove(stream);
        free.release();
    }

    private MuxStream openUnix(String path) throws IOException {
        UnixOpening.Opened opened = new UnixOpening(control, doors, echo, host).open(path);
        return new MuxStream(opened.channel(), opened.channel(), opened.early(), pulse, this::closed);
    }

    private MuxStream openTcp(String address, int port) throws IOException {
        List<SocketChannel> near = new ArrayList<>();
        boolean kept = false;
        try {
            Errand errand = Errand.run(control, conversation -> forward(conversation, address, port, near));
            Conversation conversation = errand.conversation();
            if (errand.reply().type() != Message.SESSION_OPENED) {
                conversation.close();
                throw Refusals.of(
                        errand.reply(), host + " could not connect to " + address + ":" + port, Reason.CONNECT_FAILED);
            }
            kept = true;
            return new MuxStream(near.getLast(), near.getFirst(), Inlet.NOTHING, pulse, stream -> {
                conversation.close();
                closed(stream);
            });
        } finally {
            if (!kept) {
                near.forEach(Sockets::close);
            }
        }
    }

    /** One socket a direction: a master can't end one direction of a socket that it got as two descriptors. */
    private void forward(Conversation conversation, String address, int port, List<SocketChannel> near)
            throws IOException {
        Doors.Pair up = doors.pair();
        near.add(up.near());
        Doors.Pair down = doors.pair();
        near.add(down.near());
        try {
            conversation.send(Message.request(Message.NEW_STDIO_FORWARD)
                    .text("")
                    .text(address)
                    .number(port));
            conversation.send(up.far());
            conversation.send(down.far());
        } finally {
            Posix.close(up.far());
            Posix.close(down.far());
        }
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) throws IOException {
        if (pulse.ended()) {
            throw pulse.lost(null);
        }
        MuxListener listener =
                MuxListener.open(control, pulse, doors, host, address, port, accepted, listeners::remove);
        listeners.add(listener);
        if (pulse.ended()) {
            listener.stop();
        }
        return listener;
    }

    @Override
    public boolean isOpen() {
        return !pulse.ended();
    }

    @Override
    public CompletableFuture<String> gone() {
        return pulse.gone();
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public boolean isSevered() {
        if (!shared) {
            return pulse.ended();
        }
        // a master in a container that shares its socket tells a number that means nothing here
        return ProcessHandle.of(pulse.process()).isEmpty() && !MuxDialer.lives(control);
    }

    @Override
    public Command sweep() {
        return sessions.sweep();
    }

    /** Whether the host answers within that time: a master whose line is dead does not tell. */
    boolean answers(Duration limit) throws InterruptedException {
        return watchdog.met(limit);
    }

    @Override
    public void probe() {
        watchdog.probe();
    }

    @Override
    public @Nullable Duration roundTrip() {
        return watchdog.roundTrip();
    }

    @Override
    public void close() {
        if (!pulse.ended()) {
            Thread farewell = Thread.ofVirtual().name("mux-farewell").start(this::farewell);
            try {
                farewell.join(FAREWELL);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        pulse.end(CLOSED_HERE);
        clear();
    }

    /** What would stay on the host, or in a master that lives on. */
    private void farewell() {
        for (MuxListener listener : listeners) {
            try {
                listener.close();
            } catch (IOException lost) {
                // with the master
            }
        }
        sessions.hangUp();
    }

    private void clear() {
        if (!held.getAndSet(false)) {
            return;
        }
        listeners.forEach(MuxListener::stop);
        streams.forEach(MuxStream::close);
        echo.drop(pulse.why());
        sessions.drop();
        pulse.close();
        doors.close();
        closed.run();
    }
}
