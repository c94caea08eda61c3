package dev.berth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to be told of, as it outlasts an agent.
 *
 * @param running an agent that takes over connects the host for it
 */
public record KeptWatch(Subject subject, boolean running) {
    /** What is waited for on a host. */
    public sealed interface Subject {
        String host();
    }

    /**
     * The kernels of a Jupyter server: told again and again, until the server is gone.
     *
     * @param container null for one on the host itself
     */
    public record Kernels(String host, @Nullable String container, int port) implements Subject {}

    /** GPUs that are free: told once. */
    public record FreeGpus(String host, GpuWish wish) implements Subject {}

    /**
     * The end of a container: told once.
     *
     * @param container its id
     * @param name as it was when the wait began: one that is gone has none
     * @param started when its run began, by the engine's clock; null where the engine did not say
     */
    public record End(
            String host,
            String container,
            String name,
            @Nullable Instant started) implements Subject {}
}
