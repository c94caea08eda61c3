package dev.berth.docker;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteQueue;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemoteListener;
import dev.berth.link.RemotePty;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A link to a box whose engine says what it was told: {@code METHOD /path} (without version and query) to the bytes that
 * are sent for it. A call it has no answer for gets none, and its connection stays open.
 */
final class FakeEngine implements Link {
    private static final String FACTS = """
            berth-engine user dev
            berth-engine groups dev docker
            berth-engine listed dev docker
            berth-engine installed
            berth-engine socket open docker /var/run/docker.sock
            """;

    final Map<String, String> answers = new ConcurrentHashMap<>();
    /** A part of a command's line to what it prints; all others print the facts. */
    final Map<String, String> commands = new ConcurrentHashMap<>();

    final List<String> calls = new CopyOnWriteArrayList<>();
    /** Whole requests, with their headers. */
    final List<String> heads = new CopyOnWriteArrayList<>();

    final Set<Connection> open = ConcurrentHashMap.newKeySet();
    /** The oldest minor version that it speaks. */
    int oldest;

    private final CompletableFuture<String> gone = new CompletableFuture<>();

    FakeEngine(String apiVersion) {
        answers.put(
                "GET /_ping",
                "HTTP/1.1 200 OK\r\nApi-Version: " + apiVersion
                        + "\r\nServer: Docker/26.1.5 (linux)\r\nContent-Length: 2\r\n\r\nOK");
    }

    /** A whole answer with a JSON body. */
    FakeEngine answer(String call, int status, String json) {
        answers.put(call, answered(status, json));
        return this;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.SSHJ;
    }

    @Override
    public RemoteCommand start(Command command) {
        String line = command.line();
        return new Said(commands.entrySet().stream()
                .filter(said -> line.contains(said.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(FACTS));
    }

    @Override
    public ByteStream unix(String path) {
        Connection connection = new Connection();
        open.add(connection);
        return connection;
    }

    @Override
    public ByteStream tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
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
    public void close() {}

    /** In the words of Docker 29. */
    private static final String TOO_OLD = answered(
            400,
            "{\"message\":\"client version is too old. Minimum supported API version is 1.44, please upgrade your client"
                    + " to a newer version\"}");

    private boolean tooOld(String path) {
        Matcher version = Pattern.compile("^/v1\\.([0-9]+)/").matcher(path);
        return version.find() && Integer.parseInt(version.group(1)) < oldest;
    }

    private static String answered(int status, String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n" + json;
    }

    final class Connection implements ByteStream {
        private final ByteQueue input = new ByteQueue();

        @Override
        public InputStream input() {
            return input;
        }

        /** A request is always sent in one piece; what else is written is an attached command's input. */
        @Override
        public OutputStream output() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    requested(new String(bytes, offset, length, StandardCharsets.UTF_8));
                }
            };
        }

        private void requested(String request) {
            String line = request.lines().findFirst().orElse("");
            String[] words = line.split(" ", -1);
            if (words.length < 2) {
                return;
            }
            calls.add(line.replace(" HTTP/1.1", ""));
            heads.add(request);
            String path = words[1].split("\\?", -1)[0].replaceFirst("^/v1\\.[0-9]+/", "/");
            String answer = tooOld(words[1]) ? TOO_OLD : answers.get(words[0] + " " + path);
            if (answer != null) {
                input.put(answer.getBytes(StandardCharsets.ISO_8859_1));
                input.end(null);
            }
        }

        @Override
        public boolean inputFinished() {
            return true;
        }

        @Override
        public void close() {
            open.remove(this);
            input.end(new IOException("closed"));
        }
    }

    private record Said(String text) implements RemoteCommand {
        @Override
        public OutputStream stdin() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream stdout() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public InputStream stderr() {
            return InputStream.nullInputStream();
        }

        @Override
        public int await(Duration deadline) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
