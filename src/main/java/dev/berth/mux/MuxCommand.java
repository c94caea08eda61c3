package dev.berth.mux;

import dev.berth.link.RemotePty;
import dev.berth.link.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session of a master: a command of the host, on a terminal or not. */
final class MuxCommand implements RemotePty {
    /** As ssh itself says where it is told no exit code. */
    private static final int UNKNOWN_EXIT = 255;

    private final Pulse pulse;
    private final List<SocketChannel> sockets;
    private final @Nullable Terminal terminal;
    private final OutputStream stdin;
    private final InputStream stdout;
    private final InputStream stderr;
    private final Runnable hangUp;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile @Nullable Conversation conversation;

    /**
     * @param sockets what it reads, what it prints and, where it is on no terminal, its standard error
     * @param hangUp has the host end it; called once, where it is closed before its end
     */
    MuxCommand(Pulse pulse, List<SocketChannel> sockets, @Nullable Terminal terminal, Runnable hangUp) {
        this.pulse = pulse;
        this.sockets = List.copyOf(sockets);
        this.terminal = terminal;
        this.hangUp = hangUp;
        this.stdin = Channels.newOutputStream(sockets.get(0));
        this.stdout = new Inlet(sockets.get(1), Inlet.NOTHING, pulse, this::close);
        this.stderr = sockets.size() > 2
                ? new Inlet(sockets.get(2), Inlet.NOTHING, pulse, this::close)
                : InputStream.nullInputStream();
    }

    /** Listens for its end, on the errand's thread. */
    void follow(Conversation with) {
        conversation = with;
        try (with) {
            while (true) {
                Message.Reply reply = with.reply();
                if (reply.type() == Message.EXIT) {
                    reply.number();
                    exit.complete(reply.number());
                }
            }
        } catch (IOException ended) {
            if (exit.isDone() || pulse.answers()) {
                exit.complete(UNKNOWN_EXIT);
            } else {
                exit.completeExceptionally(pulse.lost(ended));
            }
        }
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public int await(Duration deadline) throws IOException {
        return Runs.exit(exit, deadline);
    }

    @Override
    public void resize(int columns, int rows) throws IOException {
        if (terminal != null) {
            terminal.resize(columns, rows, pulse);
        }
    }

    @Override
    public void close() {
        if (drop("the command was closed before it ended")) {
            hangUp.run();
        }
    }

    /** Ends this side of it. Returns whether the command was still running, as far as is known. */
    boolean drop(String why) {
        boolean running = exit.completeExceptionally(new IOException(why));
        // first, so that whoever reads finds it closed rather than at its end
        sockets.forEach(Sockets::close);
        Conversation with = conversation;
        if (with != null) {
            with.end();
        }
        return running;
    }
}
