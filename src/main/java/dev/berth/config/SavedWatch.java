package dev.berth.config;

import org.jspecify.annotations.Nullable;

/**
 * A Jupyter server whose kernels a person wants to hear of, as state.json keeps it.
 *
 * @param container null for one on the host itself
 * @param running an agent that takes over connects the host for it
 */
public record SavedWatch(String host, @Nullable String container, int port, boolean running) {}
