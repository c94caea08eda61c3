package dev.berth.jupyter;

import dev.berth.api.Json;
import dev.berth.api.Secret;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server wrote about itself: jpserver-PID.json, or notebook 6's nbserver-PID.json.
 *
 * @param socket a Unix socket it listens on in place of a port; null where none
 * @param version of jupyter_server; null in notebook 6's
 * @param password people may come in with a password
 */
record ServerFile(
        long pid,
        int port,
        String basePath,
        Secret token,
        @Nullable String root,
        boolean secure,
        @Nullable String socket,
        @Nullable String version,
        boolean password) {

    /** Null where the text is none: half written, truncated, or something else. */
    static @Nullable ServerFile parse(String text) {
        try {
            if (Json.readAny(text) instanceof Map<?, ?> map
                    && map.get("pid") instanceof Long pid
                    && map.get("port") instanceof Long port) {
                return of(map, pid, port);
            }
        } catch (IOException notWhole) {
            return null;
        }
        return null;
    }

    private static @Nullable ServerFile of(Map<?, ?> map, long pid, long port) {
        if (port < 0 || port > 65535) {
            return null;
        }
        String token = text(map, "token");
        String root = text(map, "root_dir");
        String socket = text(map, "sock");
        return new ServerFile(
                pid,
                (int) port,
                BasePath.normal(text(map, "base_url")),
                new Secret(token == null ? "" : token),
                root == null ? text(map, "notebook_dir") : root,
                Boolean.TRUE.equals(map.get("secure")),
                socket == null || socket.isEmpty() ? null : socket,
                text(map, "version"),
                Boolean.TRUE.equals(map.get("password")));
    }

    private static @Nullable String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : null;
    }
}
