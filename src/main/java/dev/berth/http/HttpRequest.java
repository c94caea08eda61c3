package dev.berth.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path path and query, encoded
 */
public record HttpRequest(String method, String path, Map<String, String> headers, byte @Nullable [] body) {
    public static HttpRequest get(String path, Map<String, String> headers) {
        return new HttpRequest("GET", path, headers, null);
    }
}
