package dev.berth.demo;

import dev.berth.api.Json;
import dev.berth.demo.DemoEvents.Happening;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** {@code docker events}: a chunk for each, until the client goes. */
final class DockerEvents {
    private DockerEvents() {}

    static void follow(DemoWorld world, WireRequest request, InputStream in, OutputStream out) throws IOException {
        Map<?, ?> filters = filters(request);
        BlockingQueue<Optional<Happening>> queue = new LinkedBlockingQueue<>();
        world.events().follow(queue);
        try {
            write(
                    out,
                    "HTTP/1.1 200 OK\r\n" + DemoDocker.HEADERS
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            Thread.ofVirtual().name("demo-events-input").start(() -> awaitEnd(in, queue));
            for (Optional<Happening> next = queue.take(); next.isPresent(); next = queue.take()) {
                if (fits(filters, next.get())) {
                    String line = Json.write(event(next.get())) + "\n";
                    int length = line.getBytes(StandardCharsets.UTF_8).length;
                    write(out, Integer.toHexString(length) + "\r\n" + line + "\r\n");
                }
            }
            write(out, "0\r\n\r\n");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            world.events().forget(queue);
        }
    }

    /** Those up to a moment: it has passed for all who ask. */
    static WireReply past(DemoWorld world, WireRequest request) throws IOException {
        Map<?, ?> filters = filters(request);
        double since = Double.parseDouble(request.query().getOrDefault("since", "0"));
        StringBuilder lines = new StringBuilder();
        for (Happening happening : world.events().past()) {
            if (happening.when().toEpochMilli() / 1e3 >= since && fits(filters, happening)) {
                lines.append(Json.write(event(happening))).append('\n');
            }
        }
        return WireReply.text(lines.toString());
    }

    private static Map<?, ?> filters(WireRequest request) throws IOException {
        return Json.readAny(request.query().getOrDefault("filters", "{}")) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Puts an empty one into the queue when the client is gone. */
    static void awaitEnd(InputStream in, BlockingQueue<Optional<Happening>> queue) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // the same as its end
        } finally {
            queue.add(Optional.empty());
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static boolean fits(Map<?, ?> filters, Happening happening) {
        return fits(filters.get("type"), "container") && fits(filters.get("event"), happening.action());
    }

    private static boolean fits(@Nullable Object wanted, String value) {
        return switch (wanted) {
            case List<?> list -> list.contains(value);
            case Map<?, ?> map -> map.containsKey(value);
            case null -> true;
            default -> true;
        };
    }

    private static Map<String, Object> event(Happening happening) {
        DemoContainer container = happening.container();
        return Map.of(
                "Type",
                "container",
                "Action",
                happening.action(),
                "Actor",
                Map.of(
                        "ID",
                        container.id(),
                        "Attributes",
                        Map.of(
                                "name",
                                container.name(),
                                "image",
                                container.description().image(),
                                "exitCode",
                                Integer.toString(container.exitCode()))),
                "scope",
                "local",
                "time",
                happening.when().getEpochSecond(),
                "timeNano",
                ChronoUnit.NANOS.between(Instant.EPOCH, happening.when()));
    }
}
