package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A MIG slice of a GPU. How busy it is, nvidia-smi doesn't tell.
 *
 * @param index among the slices of its GPU; docker's name for it is {@code GPU:SLICE}
 * @param uuid empty where it could not be read
 * @param profile such as {@code 1g.10gb}; empty where it could not be read
 * @param free as {@link FreeGpu} has it, but for how busy it is; null where that can't be told
 */
public record GpuSlice(
        int index,
        String uuid,
        String profile,
        Reading memoryUsed,
        Reading memoryTotal,
        @Nullable Boolean free,
        List<GpuProcess> processes) {

    public GpuSlice {
        processes = List.copyOf(processes);
    }
}
