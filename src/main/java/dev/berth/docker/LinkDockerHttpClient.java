package dev.berth.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * docker-java's calls over a link. Those made for a person and those of a watcher have a client each, so that the command
 * log can tell them apart. Streams (events, attached commands) don't go this way: they are ours from the first byte, and
 * can be closed before their head came.
 */
final class LinkDockerHttpClient implements DockerHttpClient {
    private final EngineConnections connections;
    private final CommandJournal journal;
    private final boolean poll;
    private final Duration deadline;

    LinkDockerHttpClient(EngineConnections connections, CommandJournal journal, boolean poll, Duration deadline) {
        this.connections = connections;
        this.journal = journal;
        this.poll = poll;
        this.deadline = deadline;
    }

    @Override
    public Response execute(Request request) {
        if (request.hijackedInput() != null) {
            throw new UnsupportedOperationException("attached commands are opened by EngineExec");
        }
        try {
            HttpRequest sent = new HttpRequest(request.method(), request.path(), request.headers(), body(request));
            return new LinkResponse(JournaledCalls.send(connections, journal, sent, poll, deadline));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte @Nullable [] body(Request request) throws IOException {
        byte[] bytes = request.bodyBytes();
        InputStream stream = request.body();
        if (bytes != null) {
            return bytes;
        }
        return stream == null ? null : stream.readAllBytes();
    }

    /** The connections are the engine's to close. */
    @Override
    public void close() {}

    private record LinkResponse(EngineReply reply) implements Response {
        @Override
        public int getStatusCode() {
            return reply.head().status();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return reply.head().headers();
        }

        @Override
        public InputStream getBody() {
            return reply.body();
        }

        @Override
        public void close() {
            reply.close();
        }
    }
}
