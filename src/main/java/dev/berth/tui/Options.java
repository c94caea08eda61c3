package dev.berth.tui;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the full screen was asked for.
 *
 * @param host connected and shown at once; null for the fleet
 * @param noOpen show addresses instead of opening the browser
 * @param readonly refuse all that changes a host
 * @param build version of this program
 */
public record Options(
        @Nullable String host, boolean noOpen, boolean readonly, Map<String, String> environment, String build) {
    public Options {
        environment = Map.copyOf(environment);
    }
}
