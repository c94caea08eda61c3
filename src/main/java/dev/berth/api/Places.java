package dev.berth.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one world, for front ends to tell: which config.yaml is read, where state, log and socket lie.
 *
 * @param sshConfig the ssh configuration that makes the world; null for the user's own
 */
public record Places(@Nullable Path sshConfig, Path config, Path state, Path log, Path socket) {}
