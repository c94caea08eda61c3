package dev.berth.api;

import org.jspecify.annotations.Nullable;

/**
 * A process that holds memory of a GPU.
 *
 * @param pid as the host sees it
 * @param user owner on the host; null where it can't be told
 * @param memoryUsed bytes
 * @param container name of the container it runs in; null for the host itself or where it can't be told
 * @param kernel id of the Jupyter kernel it is; null where it is none
 */
public record GpuProcess(
        long pid,
        @Nullable String user,
        String name,
        Reading memoryUsed,
        @Nullable String container,
        @Nullable String kernel) {}
