package dev.berth.agent;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import org.jspecify.annotations.Nullable;

/** What the agent sends on a line: one of the three, about the request {@code id} where there is one.
 * Public, as all that is read from JSON. */
public record AgentLine(
        @Nullable Long id,
        @Nullable Reply reply,
        @Nullable Problem problem,
        @Nullable Event event) {}
