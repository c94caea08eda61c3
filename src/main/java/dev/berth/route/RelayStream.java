package dev.berth.route;

import dev.berth.link.ByteQueue;
import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteCommand;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection that a program of the host, or of a container, carries between its standard streams and a port. */
final class RelayStream implements ByteStream {
    private static final Logger LOG = Logger.getLogger(RelayStream.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(12);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int LONGEST_LINE = 4096;

    /** socat's notes on what goes well. */
    private static final String SMALL_TALK = ".* socat\\[[0-9]+\\] [IND] .*";

    private static final long UNKNOWN = -1;

    private static final int BLOCK = 64 << 10;
    /** How long a relay may take to pass on what it was given. */
    private static final Duration PASSING_ON = Duration.ofSeconds(30);

    private static final int LONGEST_WORDS = 300;

    private final RemoteCommand command;
    /** Ends where the server's direction did, though the relay still carries the other one. */
    private final ByteQueue arrived = new ByteQueue();

    private final InputStream input = new Input(arrived);
    private final OutputStream output;
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final CompletableFuture<Boolean> reported = new CompletableFuture<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong total = new AtomicLong(UNKNOWN);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable left;
    private volatile String lastWords = "";
    private volatile boolean finished;
    private volatile boolean ended;
    /** It said that the end of its output is that of the connection, without a count. */
    private volatile boolean over;

    private RelayStream(RemoteCommand command, Runnable left) {
        this.left = left;
        this.command = command;
        this.output = new Output(command.stdin());
    }

    interface Start {
        RemoteCommand start() throws IOException;
    }

    /**
     * Starts the program and waits until it is connected.
     *
     * @param left called once: when it is closed, or came to nothing
     * @throws OpenRefusedException where the tool is not there or nothing answered it
     */
    static RelayStream open(Start start, Runnable left) throws IOException {
        RemoteCommand command;
        try {
            command = start.start();
        } catch (IOException | RuntimeException failure) {
            left.run();
            throw failure;
        }
        RelayStream stream = new RelayStream(command, left);
        Thread.ofVirtual().name("relay-report").start(stream::readReport);
        Thread.ofVirtual().name("relay-output").start(stream::readOutput);
        try {
            stream.awaitConnected();
        } catch (IOException failure) {
            stream.close();
            throw failure;
        }
        return stream;
    }

    private void awaitConnected() throws IOException {
        try {
            if (!connected.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new OpenRefusedException(Reason.CONNECT_FAILED, "the relay ended: " + lastWords);
            }
        } catch (TimeoutException silent) {
            throw new OpenRefusedException(Reason.CONNECT_FAILED, "the relay did not answer in time");
        } catch (ExecutionException never) {
            throw new IOException(never);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** A relay that is through with both directions ends, and its last words may be read after its last byte. */
    private void awaitReport() throws IOException {
        try {
            reported.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException untold) {
            LOG.log(Level.FINE, "a relay ended without its last words", untold);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void readReport() {
        RelayTool.Report report = new RelayTool.Report();
        StringBuilder line = new StringBuilder();
        byte[] buffer = new byte[4096];
        // never closed: that would close the command
        InputStream errors = command.stderr();
        try {
            for (int n = errors.read(buffer); n >= 0; n = errors.read(buffer)) {
                for (char c : new String(buffer, 0, n, StandardCharsets.ISO_8859_1).toCharArray()) {
                    if (c == '\n') {
                        told(report, line.toString());
                        line.setLength(0);
                    } else if (line.length() < LONGEST_LINE && c >= ' ') {
                        line.append(c);
                    }
                }
            }
        } catch (IOException ended) {
            lastWords = String.valueOf(ended.getMessage());
        } finally {
            connected.complete(false);
            reported.complete(true);
        }
    }

    private void told(RelayTool.Report report, String line) {
        if (!line.matches(SMALL_TALK)) {
            String words = lastWords.isEmpty() ? line : lastWords + "; " + line;
            lastWords = words.substring(Math.max(0, words.length() - LONGEST_WORDS));
        }
        if (report.connected(line)) {
            connected.complete(true);
        }
        over |= report.over(line);
        OptionalLong end = report.end(line);
        if (end.isPresent()) {
            total.set(end.getAsLong());
            endOnceAllIsThere();
        }
    }

    /** Called after each change of the two counts, whichever comes last. */
    private boolean endOnceAllIsThere() {
        boolean all = total.get() != UNKNOWN && taken.get() >= total.get();
        if (all) {
            finished = true;
            arrived.end(null);
        }
        return all;
    }

    /** Apart from the reader: whoever has read all that there is must not wait for the end of the program. */
    private void readOutput() {
        byte[] buffer = new byte[BLOCK];
        InputStream output = command.stdout();
        try {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                arrived.put(Arrays.copyOf(buffer, n));
                taken.addAndGet(n);
                if (endOnceAllIsThere()) {
                    return;
                }
            }
            awaitReport();
            finished |= over;
            if (!endOnceAllIsThere()) {
                arrived.end(null);
            }
        } catch (IOException broken) {
            arrived.end(broken);
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public boolean inputFinished() {
        return finished;
    }

    /** One that is through with both directions ends by itself once it has passed on what it has; others are broken off. */
    @Override
    public void close() throws IOException {
        if (!open.getAndSet(false)) {
            return;
        }
        arrived.close();
        if (finished && ended) {
            Thread.ofVirtual().name("relay-end").start(this::end);
        } else {
            end(Duration.ZERO);
        }
    }

    private void end() {
        try {
            end(PASSING_ON);
        } catch (IOException broken) {
            LOG.log(Level.FINE, "a relay ended badly", broken);
        }
    }

    private void end(Duration patience) throws IOException {
        try {
            if (patience.isPositive()) {
                command.await(patience);
            }
        } finally {
            try {
                command.close();
            } finally {
                left.run();
            }
        }
    }

    /** Closing it closes the whole. */
    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public void close() throws IOException {
            RelayStream.this.close();
        }
    }

    /** Takes note of its end. */
    private final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
            ended = true;
        }
    }
}
