package dev.berth.agent;

import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.Protocol;
import dev.berth.api.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The client's side of a command: feeds its standard input, passes on what it writes, waits for its exit code. */
final class ClientStream {
    private static final Logger LOG = Logger.getLogger(ClientStream.class.getName());
    private static final int BUFFER = 32 << 10;

    private final Outbox outbox;
    private final Streams streams;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    ClientStream(Outbox outbox, Streams streams) {
        this.outbox = outbox;
        this.streams = streams;
    }

    /** Passes its input on from a thread of its own, which may stay behind in a read that nothing can end. */
    void feed() {
        Thread.ofPlatform().daemon().name("stdin").start(() -> pump(streams.stdin()));
        streams.window().follow(this::resized);
    }

    private void resized(int columns, int rows) {
        byte[] size = ByteBuffer.allocate(8).putInt(columns).putInt(rows).array();
        try {
            outbox.put(new WireFrame(Protocol.Frame.RESIZE, size));
        } catch (IOException | InterruptedException ended) {
            LOG.log(Level.FINE, "nobody hears of the new size", ended);
        }
    }

    private void pump(InputStream stdin) {
        byte[] buffer = new byte[BUFFER];
        try {
            int read = stdin.read(buffer);
            while (read >= 0) {
                outbox.put(Protocol.Frame.STDIN, buffer, 0, read);
                read = stdin.read(buffer);
            }
            outbox.put(WireFrame.empty(Protocol.Frame.STDIN_END));
        } catch (IOException | InterruptedException ended) {
            LOG.log(Level.FINE, "no more standard input", ended);
        }
    }

    /** Passes frames on until the command has ended. */
    void read(WireReader reader) throws IOException {
        WireFrame frame = reader.frame();
        while (frame != null && accept(frame)) {
            frame = reader.frame();
        }
    }

    private boolean accept(WireFrame frame) throws IOException {
        switch (frame.type()) {
            case STDOUT -> pass(frame, streams.stdout());
            case STDERR -> pass(frame, streams.stderr());
            case EXIT -> exit.complete(ByteBuffer.wrap(frame.bytes()).getInt());
            case PROBLEM -> {
                String text = new String(frame.bytes(), StandardCharsets.UTF_8);
                exit.completeExceptionally(Json.read(text, Problem.class).asException());
            }
            default -> throw new IOException("the agent sent a frame of type " + frame.type());
        }
        return !exit.isDone();
    }

    private void pass(WireFrame frame, OutputStream to) {
        if (frame.bytes().length == 0) {
            return;
        }
        try {
            to.write(frame.bytes());
            to.flush();
        } catch (IOException closed) {
            exit.completeExceptionally(Problem.of(Code.INTERRUPTED, "Nobody reads the command's output any more.")
                    .asException(closed));
        }
    }

    void lost(Problem reason) {
        exit.completeExceptionally(reason.asException());
    }

    int exit() throws ExecutionException, InterruptedException {
        return exit.get();
    }
}
