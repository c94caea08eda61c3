package dev.berth.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A whole reply.
 *
 * @param headers names in lower case; of a repeated one the last
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body) {
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
