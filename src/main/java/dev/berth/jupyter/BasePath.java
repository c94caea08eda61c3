package dev.berth.jupyter;

import org.jspecify.annotations.Nullable;

/**
 * Base paths of servers. Each that Berth starts has one of its own: browsers keep cookies by host and path but not by
 * port, so that two servers tunnelled to 127.0.0.1 would overwrite each other's.
 */
final class BasePath {
    private static final int LONGEST = 40;

    private BasePath() {}

    /** What a base path begins with, without its slash; the port comes behind it. */
    static String prefix(String host, @Nullable String container) {
        return container == null ? safe(host) : safe(host) + "-" + safe(container);
    }

    /** Characters that mean nothing in a URL, a shell or a traitlets option; never empty, never starting with a dot. */
    private static String safe(String name) {
        String slug = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        String some = slug.isEmpty() ? "box" : slug;
        return some.substring(0, Math.min(some.length(), LONGEST));
    }

    /** With a slash at both ends; {@code /} where nothing was said. */
    static String normal(@Nullable String path) {
        if (path == null || path.isBlank()) {
            return "/";
        }
        String stripped = path.strip().replaceAll("^/+|/+$", "");
        return stripped.isEmpty() ? "/" : "/" + stripped + "/";
    }
}
