package dev.berth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the message log.
 *
 * @param host null where it concerns none
 */
public record Notice(
        Instant at,
        Level level,
        @Nullable String host,
        String text,
        @Nullable String next) {
    public enum Level {
        INFO,
        WARN,
        ERROR
    }
}
