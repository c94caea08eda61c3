package dev.berth.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.Problem;
import dev.berth.docker.Docker.ContainerEvent;
import dev.berth.http.BadReplyException;
import dev.berth.http.HttpConversation;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine's stream of container events, read on a thread of its own from a connection that is ours from before the
 * request is sent: closing it ends all of it at once, whether its head came or not.
 */
final class EngineEvents implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those that change a list. Not exec's: there is one for each health check, and they quote command lines. */
    private static final String FILTERS = """
            {"type":["container"],"event":["create","start","restart","stop","die","kill","oom","pause","unpause",\
            "rename","destroy","update","health_status"]}""";

    private static final String DEATHS = """
            {"type":["container"],"event":["die"]}""";

    private static final long SECOND = 1_000_000_000;

    /** A container's labels all come with each event. */
    private static final int LONGEST = 1 << 20;

    private final EngineConnections connections;
    private final EngineConnection connection;
    private final Consumer<ContainerEvent> events;
    private final AtomicBoolean told = new AtomicBoolean();
    private final Consumer<@Nullable Problem> ended;
    private volatile boolean closed;

    EngineEvents(
            EngineConnections connections,
            EngineConnection connection,
            Consumer<ContainerEvent> events,
            Consumer<@Nullable Problem> ended) {
        this.connections = connections;
        this.connection = connection;
        this.events = events;
        this.ended = ended;
    }

    void start(String version, CommandJournal journal, Function<Throwable, Problem> problem) {
        Thread.ofVirtual().name("docker-events").start(() -> {
            try (connection) {
                read(version, journal);
                end(problem.apply(new IOException("the engine ended its events")));
            } catch (IOException | RuntimeException failure) {
                end(problem.apply(failure));
            }
        });
    }

    private void end(Problem problem) {
        if (told.compareAndSet(false, true)) {
            ended.accept(closed || connections.closed() ? null : problem);
        }
    }

    private void read(String version, CommandJournal journal) throws IOException {
        String path = "/v" + version + "/events?filters=" + URLEncoder.encode(FILTERS, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.get(path, Map.of());
        long start = System.nanoTime();
        Integer status = null;
        try {
            HttpConversation conversation = connection.begin(request, HttpConversation.Then.CLOSE);
            status = conversation.head().status();
            JournaledCalls.note(journal, request, status, start, true);
            if (status != 200) {
                throw new BadReplyException("HTTP " + status + " for events");
            }
            lines(conversation.body());
        } finally {
            if (status == null) {
                JournaledCalls.note(journal, request, null, start, true);
            }
        }
    }

    private void lines(InputStream body) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    pass(line.toByteArray());
                    line.reset();
                } else if (line.size() < LONGEST) {
                    line.write(buffer[i]);
                } else {
                    throw new BadReplyException("an event is longer than " + LONGEST + " bytes");
                }
            }
        }
    }

    private void pass(byte[] line) throws JsonProcessingException {
        if (!closed && line.length > 1) {
            ContainerEvent event = parse(new String(line, StandardCharsets.UTF_8));
            if (event != null) {
                events.accept(event);
            }
        }
    }

    /** API 1.52 has no id and status beside the actor and the action any more; Podman's had only those once. */
    static @Nullable ContainerEvent parse(String line) throws JsonProcessingException {
        JsonNode event = JSON.readTree(line);
        String id = event.path("Actor").path("ID").asText(event.path("id").asText(""));
        String action = event.path("Action").asText(event.path("status").asText(""));
        if (id.isEmpty() || action.isEmpty()) {
            return null;
        }
        String name = event.path("Actor").path("Attributes").path("name").asText("");
        String exit = event.path("Actor").path("Attributes").path("exitCode").asText("");
        return new ContainerEvent(
                id,
                name.isEmpty() ? null : name,
                action,
                at(event),
                exit.matches("[0-9]{1,9}") ? Integer.valueOf(exit) : null);
    }

    private static @Nullable Instant at(JsonNode event) {
        long nanos = event.path("timeNano").asLong(event.path("time").asLong() * SECOND);
        return nanos == 0 ? null : Instant.ofEpochSecond(nanos / SECOND, nanos % SECOND);
    }

    /** What the engine still remembers. Without a word of when to end, it would go on with what comes. */
    static List<ContainerEvent> deaths(
            EngineConnections connections, CommandJournal journal, String version, Instant since, Duration deadline)
            throws IOException {
        Instant until;
        try (EngineReply ping = JournaledCalls.send(
                connections, journal, HttpRequest.get("/v" + version + "/_ping", Map.of()), true, deadline)) {
            until = now(ping.head().header("date")).plusSeconds(1);
        }
        String path = "/v" + version + "/events?since=" + since.getEpochSecond() + "&until=" + until.getEpochSecond()
                + "&filters=" + URLEncoder.encode(DEATHS, StandardCharsets.UTF_8);
        try (EngineReply reply =
                JournaledCalls.send(connections, journal, HttpRequest.get(path, Map.of()), true, deadline)) {
            if (!reply.ok()) {
                throw new BadReplyException("HTTP " + reply.head().status() + " for past events");
            }
            List<ContainerEvent> deaths = new ArrayList<>();
            for (String line : reply.text().lines().toList()) {
                ContainerEvent death = parse(line);
                if (death != null) {
                    deaths.add(death);
                }
            }
            return deaths;
        }
    }

    /** The engine's own clock, which may be another than ours. */
    private static Instant now(@Nullable String date) {
        try {
            return date == null ? Instant.now() : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeParseException unreadable) {
            return Instant.now();
        }
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
        if (told.compareAndSet(false, true)) {
            ended.accept(null);
        }
    }
}
