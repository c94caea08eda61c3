package dev.berth.route;

import dev.berth.link.ByteStream;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteCommand;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    private final RemoteCommand command;
    private final InputStream input;
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final CompletableFuture<Boolean> reported = new CompletableFuture<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong total = new AtomicLong(UNKNOWN);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable left;
    private volatile String lastLine = "";
    private volatile boolean finished;
    /** It said that the end of its output is that of the connection, without a count. */
    private volatile boolean over;

    private RelayStream(RemoteCommand command, Runnable left) {
        this.left = left;
        this.command = command;
        this.input = new Input(command.stdout());
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
                throw new OpenRefusedException(Reason.CONNECT_FAILED, "the relay ended: " + lastLine);
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
        try (InputStream errors = command.stderr()) {
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
            lastLine = String.valueOf(ended.getMessage());
        } finally {
            connected.complete(false);
            reported.complete(true);
        }
    }

    private void told(RelayTool.Report report, String line) throws IOException {
        if (!line.matches(SMALL_TALK)) {
            lastLine = line;
        }
        if (report.connected(line)) {
            connected.complete(true);
        }
        over |= report.over(line);
        OptionalLong end = report.end(line);
        if (end.isPresent()) {
            total.set(end.getAsLong());
            // whoever is past all of it waits in a read that nothing will end; one who is not yet sees the total first
            if (taken.get() >= end.getAsLong()) {
                finished = true;
                command.stdout().close();
            }
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return command.stdin();
    }

    @Override
    public boolean inputFinished() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        try {
            command.close();
        } finally {
            if (open.getAndSet(false)) {
                left.run();
            }
        }
    }

    /** Ends where the server's direction did, though the relay still carries the other one. */
    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length > 0 && total.get() != UNKNOWN && taken.get() >= total.get()) {
                finished = true;
                return -1;
            }
            int n = in.read(buffer, offset, length);
            taken.addAndGet(Math.max(0, n));
            if (n < 0 && !finished) {
                awaitReport();
                finished = over || total.get() != UNKNOWN && taken.get() >= total.get();
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            RelayStream.this.close();
        }
    }
}
