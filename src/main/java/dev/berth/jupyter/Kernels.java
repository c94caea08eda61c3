package dev.berth.jupyter;

import dev.berth.api.Json;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.http.HttpReply;
import java.io.IOException;
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
        BoxClock clock = BoxClock.of(kernels);
        if (!(Json.readAny(kernels.text()) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .limit(MOST)
                .map(item -> kernel(item, notebooks, clock))
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

    private static @Nullable Kernel kernel(@Nullable Object item, Map<String, String> notebooks, BoxClock clock) {
        if (!(item instanceof Map<?, ?> kernel) || !(kernel.get("id") instanceof String id)) {
            return null;
        }
        return new Kernel(
                RemoteLine.clean(id),
                text(kernel, "name"),
                notebooks.get(id),
                text(kernel, "execution_state"),
                clock.since(text(kernel, "last_activity")),
                null,
                null);
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? RemoteLine.clean(text) : "unknown";
    }
}
