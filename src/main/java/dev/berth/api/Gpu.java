package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A GPU, known by its UUID: the index can change at each boot.
 *
 * @param utilization per cent
 * @param memoryUsed bytes
 * @param memoryTotal bytes
 * @param temperature degrees Celsius
 * @param power watts
 * @param powerLimit watts
 * @param free as {@link FreeGpu} has it; null where that can't be told
 * @param processes those of its slices, too
 */
public record Gpu(
        String host,
        int index,
        String uuid,
        String name,
        Reading utilization,
        Reading memoryUsed,
        Reading memoryTotal,
        Reading temperature,
        Reading power,
        Reading powerLimit,
        GpuHealth health,
        @Nullable Boolean free,
        List<GpuProcess> processes,
        List<GpuSlice> slices) {

    public Gpu {
        processes = List.copyOf(processes);
        slices = List.copyOf(slices);
    }

    /** Bytes of its memory that nobody uses; one that does not tell what is used counts as unused. */
    public double unused() {
        return memoryTotal.or(0) - memoryUsed.or(0);
    }
}
