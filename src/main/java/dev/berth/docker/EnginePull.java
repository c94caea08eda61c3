package dev.berth.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.RemoteText;
import dev.berth.http.BadReplyException;
import dev.berth.http.HttpConversation;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fetching of an image, told by the engine as a stream of JSON objects. It is read by a thread of its own, so that who
 * waits can be interrupted: the engine stops fetching when the connection is closed.
 */
final class EnginePull implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_COMPLAINT = 4 << 10;

    /** An image of a hundred layers tells about 5 MB. */
    private static final long LIMIT = 256L << 20;

    /** A layer is told again each time its bar has grown by one of so many steps. */
    private static final int BAR = 10;

    private final EngineConnection connection;
    private final Consumer<Event.Progress> progress;
    private final Map<String, String> told = new HashMap<>();

    EnginePull(EngineConnection connection, Consumer<Event.Progress> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    /** The engine or the registry would not; {@code message} is its own. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Without a tag the engine would fetch all there are. */
    static HttpRequest request(String version, String image, @Nullable RegistryLogin login) {
        boolean named = image.indexOf('@') >= 0 || image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
        String query = "fromImage=" + URLEncoder.encode(image, StandardCharsets.UTF_8) + (named ? "" : "&tag=latest");
        Map<String, String> headers = login == null ? Map.of() : Map.of("X-Registry-Auth", login.header());
        return new HttpRequest("POST", "/v" + version + "/images/create?" + query, headers, null);
    }

    static Problem problem(String host, String image, RefusedException refused) {
        String why = EngineMessage.of(refused.getMessage());
        String message = "Docker on " + host + " could not pull " + image + ": " + why + ".";
        return RegistryLogin.refused(host, image, why, message);
    }

    void run(CommandJournal journal, HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name("docker-pull").start(() -> {
            try {
                read(journal, request);
                end.complete(null);
            } catch (IOException | RuntimeException failure) {
                end.completeExceptionally(failure);
            }
        });
        try {
            end.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException failure ? failure : new IOException(failed.getCause());
        }
    }

    private void read(CommandJournal journal, HttpRequest request) throws IOException {
        long start = System.nanoTime();
        Integer status = null;
        try {
            HttpConversation conversation = connection.begin(request, HttpConversation.Then.CLOSE);
            status = conversation.head().status();
            if (status != 200) {
                byte[] complaint = conversation.body().readNBytes(LONGEST_COMPLAINT);
                throw new RefusedException(new String(complaint, StandardCharsets.UTF_8));
            }
            try (MappingIterator<JsonNode> steps =
                    JSON.readerFor(JsonNode.class).readValues(new Bounded(conversation.body()))) {
                while (steps.hasNextValue()) {
                    take(steps.nextValue());
                }
            }
        } finally {
            JournaledCalls.note(journal, request, status, start, false);
        }
    }

    private void take(JsonNode step) throws RefusedException {
        if (step.path("error").isTextual()) {
            throw new RefusedException(step.path("error").asText());
        }
        String id = RemoteText.oneLine(step.path("id").asText(""));
        String status = RemoteText.oneLine(step.path("status").asText(""));
        long total = step.path("progressDetail").path("total").asLong();
        long done = step.path("progressDetail").path("current").asLong();
        String text = (id.isEmpty() ? "" : id + ": ") + status + (total > 0 ? bar(done, total) : "");
        if (!text.equals(told.put(id, text)) && !status.isEmpty()) {
            boolean last = id.isEmpty() || status.endsWith("complete") || status.equals("Already exists");
            progress.accept(new Event.Progress(
                    id.isEmpty() ? status : id, text, last ? Event.StepState.DONE : Event.StepState.RUNNING, null));
        }
    }

    private static String bar(long done, long total) {
        int steps = Math.clamp(BAR * done / total, 0, BAR);
        String bar = "=".repeat(steps) + " ".repeat(BAR - steps);
        return " [" + bar + "] " + 100 / BAR * steps + " % of " + megabytes(total);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    @Override
    public void close() {
        connection.close();
    }

    private static final class Bounded extends FilterInputStream {
        private long left = LIMIT;

        Bounded(InputStream in) {
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
            left -= Math.max(0, n);
            if (left < 0) {
                throw new BadReplyException("the reply is longer than " + LIMIT + " bytes");
            }
            return n;
        }
    }
}
