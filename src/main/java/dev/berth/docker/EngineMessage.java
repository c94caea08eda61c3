package dev.berth.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.RemoteText;
import org.jspecify.annotations.Nullable;

/** The engine's own words in a refused call: the body is {@code {"message": "…"}}. */
final class EngineMessage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineMessage() {}

    /** Takes docker-java's message too, which puts "Status 404: " before the body. */
    static String of(@Nullable String text) {
        String body = text == null ? "" : text;
        int brace = body.indexOf('{');
        if (brace >= 0) {
            try {
                JsonNode message = JSON.readTree(body.substring(brace)).path("message");
                return RemoteText.oneLine(message.isTextual() ? message.asText() : body);
            } catch (JsonProcessingException notJson) {
                return RemoteText.oneLine(body);
            }
        }
        return RemoteText.oneLine(body);
    }
}
