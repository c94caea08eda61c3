package dev.berth.api;

import org.jspecify.annotations.Nullable;

/**
 * A {@code docker run} line to be used again.
 *
 * @param name of a profile; null for the last run of a host
 * @param host of a last run; null for a profile, which fits any host
 * @param line from {@code docker run} on
 */
public record KeptRun(@Nullable String name, @Nullable String host, String line) {}
