package dev.berth.agent;

import dev.berth.api.Event;
import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import org.jspecify.annotations.Nullable;

/** A line on its way out. Becomes text only on the writer's thread: many are replaced before that. */
record Line(@Nullable Long id, String field, Object value) {
    static Line request(long id, Request<?> request) {
        return new Line(id, "request", request);
    }

    static Line reply(long id, Reply reply) {
        return new Line(id, "reply", reply);
    }

    static Line problem(@Nullable Long id, Problem problem) {
        return new Line(id, "problem", problem);
    }

    static Line event(@Nullable Long id, Event event) {
        return new Line(id, "event", event);
    }

    String text() {
        String start = id == null ? "{\"" : "{\"id\":" + id + ",\"";
        return start + field + "\":" + Json.write(value) + "}\n";
    }
}
