package dev.berth.local;

import dev.berth.link.RemoteCommand;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/** A child with pipes. */
final class LocalCommand implements RemoteCommand {
    private static final String CLOSED = "the command was closed before it ended";

    private final Process process;
    private final Consumer<AutoCloseable> forget;
    private final InputStream stdout;
    private final InputStream stderr;
    private final OutputStream stdin;
    private volatile boolean closed;

    LocalCommand(Process process, Consumer<AutoCloseable> forget) {
        this.process = process;
        this.forget = forget;
        this.stdout = new Output(process.getInputStream());
        this.stderr = new Output(process.getErrorStream());
        this.stdin = new Unbuffered(process.getOutputStream());
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
        requireOpen();
        int exit = Ended.await(process, deadline);
        requireOpen();
        return exit;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(CLOSED);
        }
    }

    /** Its readers are released by its end: closing a pipe wakes nobody. */
    @Override
    public void close() {
        if (process.isAlive()) {
            closed = true;
        }
        forget.accept(this);
        Ended.hangUp(process);
    }

    /** The end of a command that was closed is no end in good order. */
    private final class Output extends FilterInputStream {
        Output(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return checked(in.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return checked(in.read(buffer, offset, length));
        }

        private int checked(int read) throws IOException {
            if (read < 0) {
                requireOpen();
            }
            return read;
        }

        @Override
        public void close() {
            LocalCommand.this.close();
        }
    }

    private static final class Unbuffered extends FilterOutputStream {
        Unbuffered(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            out.flush();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
        }
    }
}
