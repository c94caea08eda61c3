package dev.berth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One list of a host, such as its containers, with how far it can be trusted.
 *
 * @param items the newest that came; kept, and aged, when newer ones fail to come
 * @param problem why there is none, or no newer one
 * @param at when {@code items} came; null where they never did
 */
public record Section<T>(
        List<T> items, @Nullable Problem problem, @Nullable Instant at) {
    public Section {
        items = List.copyOf(items);
    }

    /** Nothing came yet. */
    public static <T> Section<T> empty() {
        return new Section<>(List.of(), null, null);
    }

    public static <T> Section<T> of(List<T> items, Instant at) {
        return new Section<>(items, null, at);
    }

    /** The same items with the reason why no newer ones came. */
    public Section<T> failed(Problem reason) {
        return new Section<>(items, reason, at);
    }
}
