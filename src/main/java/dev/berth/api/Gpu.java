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
 * @param free no process on it, under 5 % busy and under 10 % of its memory used; null where that can't be told
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
        List<GpuProcess> processes) {

    public Gpu {
        processes = List.copyOf(processes);
    }
}
