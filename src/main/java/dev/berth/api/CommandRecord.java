package dev.berth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A remote command or API call that Berth made, for the command log. No secret in it.
 *
 * @param text the line as it could be typed, or method and path of an API call
 * @param exit exit or HTTP status code; null where it did not end by itself
 * @param seconds how long it took
 * @param poll made by a watcher rather than asked for by a person
 */
public record CommandRecord(
        Instant at, String host, String text, @Nullable Integer exit, double seconds, boolean poll) {}
