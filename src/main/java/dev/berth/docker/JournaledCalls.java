package dev.berth.docker;

import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of the engine's API that the command log takes note of. */
final class JournaledCalls {
    private JournaledCalls() {}

    static EngineReply send(
            EngineConnections connections, CommandJournal journal, HttpRequest request, boolean poll, Duration deadline)
            throws IOException {
        long start = System.nanoTime();
        Integer status = null;
        try {
            EngineReply reply = connections.send(request, deadline);
            status = reply.head().status();
            return reply;
        } finally {
            note(journal, request, status, start, poll);
        }
    }

    static void note(CommandJournal journal, HttpRequest request, @Nullable Integer status, long start, boolean poll) {
        journal.ran(title(request), status, Duration.ofNanos(System.nanoTime() - start), poll);
    }

    /** Method and path, without the version and the filters: {@code GET /containers/json}. */
    static String title(HttpRequest request) {
        String path = request.path().split("\\?", 2)[0].replaceFirst("^/v1\\.[0-9]+/", "/");
        return request.method() + " " + path;
    }
}
