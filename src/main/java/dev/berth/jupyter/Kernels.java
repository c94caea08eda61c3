package dev.berth.jupyter;

import dev.berth.api.Json;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.http.HttpReply;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server's kernels, read from its sessions (which know the notebooks) and its kernels (which know all). */
final class Kernels {
    private static final int MOST = 500;

    private Kernels() {}

    static List<Kernel> parse(HttpReply sessions, HttpReply kernels) throws IOException {
        Map<String, String> notebooks = notebooks(Json.readAny(sessions.text()));
        Instant now = now(kernels);
        if (!(Json.readAny(kernels.text()) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .limit(MOST)
                .map(item -> kernel(item, notebooks, now))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Map<String, String> notebooks(@Nullable Object sessions) {
        Map<String, String> notebooks = new HashMap<>();
        if (sessions instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> session
                        && session.get("kernel") instanceof Map<?, ?> kernel
                        && kernel.get("id") instanceof String id
                        && session.get("path") instanceof String path) {
                    notebooks.put(id, RemoteLine.clean(path));
                }
            }
        }
        return notebooks;
    }

    private static @Nullable Kernel kernel(@Nullable Object item, Map<String, String> notebooks, Instant now) {
        if (!(item instanceof Map<?, ?> kernel) || !(kernel.get("id") instanceof String id)) {
            return null;
        }
        return new Kernel(
                RemoteLine.clean(id),
                text(kernel, "name"),
                notebooks.get(id),
                text(kernel, "execution_state"),
                idle(text(kernel, "last_activity"), now),
                null);
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? RemoteLine.clean(text) : "unknown";
    }

    private static @Nullable Double idle(String lastActivity, Instant now) {
        try {
            Duration since = Duration.between(Instant.parse(lastActivity), now);
            return Math.max(0, since.toMillis() / 1000.0);
        } catch (DateTimeException notTold) {
            return null;
        }
    }

    /** By the box's clock, which the times in its replies are told by. */
    private static Instant now(HttpReply reply) {
        String date = reply.headers().get("date");
        try {
            return date == null
                    ? Instant.now()
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException odd) {
            return Instant.now();
        }
    }
}
