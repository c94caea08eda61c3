package dev.berth.demo;

import dev.berth.api.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reply of the engine. Each is one write: over SSH each write is a packet. */
record WireReply(int status, String type, byte[] body) {
    static WireReply json(@Nullable Object value) {
        return json(200, value);
    }

    static WireReply json(int status, @Nullable Object value) {
        return new WireReply(status, "application/json", (Json.write(value) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static WireReply text(String text) {
        return new WireReply(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static WireReply empty(int status) {
        return new WireReply(status, "", new byte[0]);
    }

    /** A refusal in the engine's way. */
    static WireReply refused(int status, String message) {
        return json(status, Map.of("message", message));
    }

    void send(OutputStream out, boolean head) throws IOException {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
        text.append(DemoDocker.HEADERS);
        if (!type.isEmpty()) {
            text.append("Content-Type: ").append(type).append("\r\n");
        }
        if (status != 204 && status != 304) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + (head ? 0 : body.length)];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, all.length - start.length);
        out.write(all);
        out.flush();
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 304 -> "Not Modified";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 501 -> "Not Implemented";
            default -> "Bad Request";
        };
    }
}
