package dev.berth.link;

import dev.berth.api.LinkKind;
import dev.berth.link.OpenRefusedException.Reason;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A plain link to a box of the lab, for tests of the rooms above links: no watchdog, no budget, host keys not looked at.
 */
public final class SshjTestLink implements Link {
    private final SSHClient client;
    private final CompletableFuture<String> gone = new CompletableFuture<>();

    private SshjTestLink(SSHClient client) {
        this.client = client;
    }

    /** Reads the three lines of an alias that matter. */
    public static SshjTestLink connect(Path sshConfig, String alias) throws IOException {
        Map<String, String> options = options(sshConfig, alias);
        SSHClient client = new SSHClient();
        client.addHostKeyVerifier(new PromiscuousVerifier());
        client.connect(option(options, "hostname"));
        client.authPublickey(option(options, "user"), option(options, "identityfile"));
        return new SshjTestLink(client);
    }

    private static String option(Map<String, String> options, String name) throws IOException {
        String value = options.get(name);
        if (value == null) {
            throw new IOException("no " + name + " in the lab's ssh configuration");
        }
        return value;
    }

    private static Map<String, String> options(Path sshConfig, String alias) throws IOException {
        Map<String, String> found = new TreeMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(sshConfig)) {
            String[] words = line.strip().split("\\s+", 2);
            if (words[0].equals("Host")) {
                inside = words[1].equals(alias);
            } else if (inside && words.length == 2) {
                found.put(words[0].toLowerCase(Locale.ROOT), words[1]);
            }
        }
        return found;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.SSHJ;
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        Session session = client.startSession();
        return new Running(session, session.exec(command.line()));
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream tcp(String address, int port) throws IOException {
        return open(new Direct(client.getConnection(), "direct-tcpip", address, port));
    }

    @Override
    public ByteStream unix(String path) throws IOException {
        return open(new Direct(client.getConnection(), "direct-streamlocal@openssh.com", path, -1));
    }

    private static ByteStream open(Direct channel) throws IOException {
        try {
            channel.open();
        } catch (OpenFailException refused) {
            throw new OpenRefusedException(Reason.CONNECT_FAILED, String.valueOf(refused.getMessage()));
        }
        return new Stream(channel);
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return client.isConnected();
    }

    @Override
    public CompletableFuture<String> gone() {
        return gone;
    }

    @Override
    public @Nullable Duration roundTrip() {
        return null;
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException ended) {
            gone.complete("ended badly");
        }
        gone.complete("closed");
    }

    private static final class Direct extends AbstractDirectChannel {
        private final String target;
        private final int port;
        private volatile boolean finished;

        Direct(Connection connection, String type, String target, int port) {
            super(connection, type);
            this.target = target;
            this.port = port;
        }

        /** The flag first: a reader looks at it as soon as it is told the end. */
        @Override
        protected void eofInputStreams() {
            finished = true;
            super.eofInputStreams();
        }

        @Override
        protected SSHPacket buildOpenReq() {
            SSHPacket request = super.buildOpenReq().putString(target);
            return port < 0
                    ? request.putString("").putUInt32(0)
                    : request.putUInt32(port).putString("127.0.0.1").putUInt32(0);
        }
    }

    /** sshj keeps bytes back until they are flushed. */
    private static final class Unbuffered extends FilterOutputStream {
        Unbuffered(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
        }
    }

    private record Stream(Direct channel) implements ByteStream {
        @Override
        public InputStream input() {
            return channel.getInputStream();
        }

        @Override
        public OutputStream output() {
            return new Unbuffered(channel.getOutputStream());
        }

        @Override
        public boolean inputFinished() {
            return channel.finished;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record Running(Session session, Session.Command command) implements RemoteCommand {
        @Override
        public OutputStream stdin() {
            return new Unbuffered(command.getOutputStream());
        }

        @Override
        public InputStream stdout() {
            return command.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return command.getErrorStream();
        }

        @Override
        public int await(Duration deadline) throws IOException {
            try {
                command.join(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ConnectionException late) {
                throw new DeadlineException("late");
            }
            Integer status = command.getExitStatus();
            return status == null ? 255 : status;
        }

        @Override
        public void close() throws IOException {
            session.close();
        }
    }
}
