package dev.berth.walk;

import dev.berth.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A kernel's channels over a WebSocket, as Jupyter's own client has them: one that was cut is opened again, same session. */
final class KernelSocket implements AutoCloseable {
    private final HttpClient client;
    private final URI channels;
    private final String session;
    private final Queue<String> printed = new ConcurrentLinkedQueue<>();
    private @Nullable WebSocket socket;

    KernelSocket(HttpClient client, URI channels, String session) {
        this.client = client;
        this.channels = channels;
        this.session = session;
    }

    /** Opens it, anew where it was. */
    void open() throws Exception {
        WebSocket before = socket;
        if (before != null) {
            before.abort();
        }
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(channels + "&session_id=" + session), new Listener())
                .get(30, TimeUnit.SECONDS);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                message(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void message(String text) {
        try {
            Map<?, ?> message = (Map<?, ?>) Json.readAny(text);
            if (message != null && "stream".equals(message.get("msg_type"))) {
                Map<?, ?> content = (Map<?, ?>) message.get("content");
                printed.add(String.valueOf(content.get("text")));
            }
        } catch (IOException unreadable) {
            printed.add("unreadable: " + text);
        }
    }

    /** Has the kernel run that code. */
    void execute(String code) throws Exception {
        Map<String, Object> header = Map.of(
                "msg_id",
                "m1",
                "username",
                "it",
                "session",
                session,
                "msg_type",
                "execute_request",
                "version",
                "5.3",
                "date",
                "2026-01-01T00:00:00Z");
        Map<String, Object> content = Map.of(
                "code",
                code,
                "silent",
                false,
                "store_history",
                false,
                "user_expressions",
                Map.of(),
                "allow_stdin",
                false,
                "stop_on_error",
                true);
        Map<String, Object> message = Map.of(
                "header",
                header,
                "parent_header",
                Map.of(),
                "metadata",
                Map.of(),
                "content",
                content,
                "channel",
                "shell");
        CompletableFuture<WebSocket> sent =
                java.util.Objects.requireNonNull(socket).sendText(Json.write(message), true);
        sent.get(30, TimeUnit.SECONDS);
    }

    /** All that the kernel printed so far. */
    String printed() {
        return String.join("", printed);
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
