package dev.berth.docker;

import dev.berth.api.RemoteText;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.RemoteCommand;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The engine's socket through {@code docker system dial-stdio}, docker's own way over ssh, for hosts that forward no
 * sockets. The end of its input goes on to the engine as the end of that direction.
 */
final class StdioStream implements ByteStream {
    private static final int COMPLAINT_LIMIT = 4 << 10;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final RemoteCommand command;
    private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();
    private final InputStream input;
    private final Thread errors;
    private volatile boolean finished;

    private StdioStream(RemoteCommand command) {
        this.command = command;
        this.input = new Input(command.stdout());
        this.errors = Thread.ofVirtual().name("dial-stdio-errors").unstarted(this::readErrors);
    }

    static StdioStream open(Link link, String socket) throws IOException {
        return dialled(link, Command.of("docker", "-H", "unix://" + socket, "system", "dial-stdio"));
    }

    static StdioStream bySudo(Link link) throws IOException {
        return dialled(link, Command.of("sudo", "-n", "docker", "system", "dial-stdio"));
    }

    private static StdioStream dialled(Link link, Command command) throws IOException {
        StdioStream stream = new StdioStream(link.start(command));
        stream.errors.start();
        return stream;
    }

    private void readErrors() {
        byte[] buffer = new byte[1024];
        try {
            // left open: closing it would end the command, whose output may not be read to its end yet
            InputStream errors = command.stderr();
            for (int n = errors.read(buffer); n >= 0; n = errors.read(buffer)) {
                synchronized (complaint) {
                    complaint.write(buffer, 0, Math.min(n, COMPLAINT_LIMIT - complaint.size()));
                }
            }
        } catch (IOException ended) {
            // the stream itself tells its end
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
        command.close();
    }

    private final class Input extends FilterInputStream {
        private boolean any;

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
            int n = in.read(buffer, offset, length);
            if (n < 0 && !any) {
                throw new IOException(complaint());
            }
            any = true;
            finished |= n < 0;
            return n;
        }

        @Override
        public void close() throws IOException {
            StdioStream.this.close();
        }
    }

    /** What docker said before it gave up; its last words may come a moment after the end of its output. */
    private String complaint() throws IOException {
        try {
            errors.join(LAST_WORDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        synchronized (complaint) {
            String text = complaint.toString(StandardCharsets.UTF_8);
            return text.isBlank() ? "docker system dial-stdio ended without a word" : RemoteText.oneLine(text);
        }
    }
}
