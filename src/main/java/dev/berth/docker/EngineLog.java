package dev.berth.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.berth.api.Request;
import dev.berth.http.Cutoff;
import dev.berth.http.HttpConversation;
import dev.berth.http.HttpRequest;
import dev.berth.link.ByteQueue;
import dev.berth.link.CommandJournal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A container's log on a connection of its own, which a thread of its own reads and takes apart. */
final class EngineLog implements Docker.Log {
    /** For the head of the reply; the log itself may take as long as its container lives. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int LONGEST_COMPLAINT = 4 << 10;
    private static final int PIECE = 32 << 10;

    private final EngineConnection connection;
    private final ByteQueue stdout = new ByteQueue();
    private final ByteQueue stderr = new ByteQueue();

    private EngineLog(EngineConnection connection) {
        this.connection = connection;
    }

    /** @param mixed both streams come in frames: the container has no terminal */
    static EngineLog open(EngineConnection connection, CommandJournal journal, HttpRequest request, boolean mixed)
            throws IOException {
        EngineLog log = new EngineLog(connection);
        try (Cutoff cutoff = Cutoff.closing(connection.stream(), DEADLINE)) {
            try {
                InputStream body = log.begin(journal, request);
                Thread.ofVirtual().name("docker-log").start(() -> log.read(body, mixed));
            } catch (IOException failure) {
                throw cutoff.reason(failure);
            }
        } catch (IOException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
        return log;
    }

    static HttpRequest request(String version, String id, Request.LogPart part) {
        StringBuilder path = new StringBuilder("/v" + version + "/containers/" + id + "/logs?stdout=1&stderr=1");
        path.append("&follow=").append(part.follow() ? 1 : 0);
        path.append("&timestamps=").append(part.timestamps() ? 1 : 0);
        path.append("&tail=").append(part.tail() == null ? "all" : part.tail().toString());
        if (part.since() != null) {
            path.append("&since=").append(seconds(part.since()));
        }
        if (part.until() != null) {
            path.append("&until=").append(seconds(part.until()));
        }
        return HttpRequest.get(path.toString(), Map.of());
    }

    private static String seconds(Instant at) {
        return String.format(Locale.ROOT, "%d.%09d", at.getEpochSecond(), at.getNano());
    }

    private InputStream begin(CommandJournal journal, HttpRequest request) throws IOException {
        long start = System.nanoTime();
        Integer status = null;
        try {
            HttpConversation conversation = connection.begin(request, HttpConversation.Then.CLOSE);
            status = conversation.head().status();
            if (status != 200) {
                byte[] complaint = conversation.body().readNBytes(LONGEST_COMPLAINT);
                throw new DockerException(new String(complaint, StandardCharsets.UTF_8), status);
            }
            return conversation.body();
        } finally {
            JournaledCalls.note(journal, request, status, start, false);
        }
    }

    private void read(InputStream body, boolean mixed) {
        IOException failure = null;
        try {
            if (mixed) {
                new ExecFrames(body, stdout, stderr).read();
            } else {
                pass(body);
            }
        } catch (IOException broken) {
            failure = broken;
        } finally {
            stdout.end(failure);
            stderr.end(failure);
            connection.close();
        }
    }

    private void pass(InputStream body) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
            stdout.put(java.util.Arrays.copyOf(piece, n));
        }
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
    public void close() {
        connection.close();
        stdout.close();
        stderr.close();
    }
}
