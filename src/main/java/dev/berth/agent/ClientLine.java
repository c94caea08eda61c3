package dev.berth.agent;

import dev.berth.api.Json;
import dev.berth.api.Request;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a client sends on a line. Public, as all that is read from JSON. */
public record ClientLine(long id, Request<?> request) {
    static ClientLine parse(String line) throws IOException {
        ClientLine parsed = Json.read(line, ClientLine.class);
        // the request comes from outside and may be missing
        @Nullable Object request = parsed.request();
        if (parsed.id() <= 0 || request == null) {
            throw new IOException("a line without id or request");
        }
        return parsed;
    }
}
