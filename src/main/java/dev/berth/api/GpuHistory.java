package dev.berth.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How busy the GPUs of a host were in the last minutes.
 *
 * @param samples by UUID, oldest first
 */
public record GpuHistory(Map<String, List<Sample>> samples) {
    public static final Duration KEPT = Duration.ofMinutes(5);
    public static final GpuHistory NONE = new GpuHistory(Map.of());

    /** More than one in so many milliseconds no chart of a few columns can show. */
    private static final long APART = 3500;

    public GpuHistory {
        samples = Map.copyOf(samples);
    }

    /**
     * @param at milliseconds of the epoch
     * @param busy per cent; negative where that could not be read
     */
    public record Sample(long at, double busy) {}

    public List<Sample> of(Gpu gpu) {
        return samples.getOrDefault(gpu.uuid(), List.of());
    }

    /** With what the newest reading says; one that is there already adds nothing. */
    public GpuHistory with(Section<Gpu> gpus) {
        Instant at = gpus.at();
        if (at == null || gpus.items().isEmpty() || at.toEpochMilli() - newest() < APART) {
            return this;
        }
        long now = at.toEpochMilli();
        Map<String, List<Sample>> all = new HashMap<>();
        for (Gpu gpu : gpus.items()) {
            List<Sample> kept = new ArrayList<>();
            for (Sample sample : of(gpu)) {
                if (sample.at > now - KEPT.toMillis()) {
                    kept.add(sample);
                }
            }
            kept.add(new Sample(now, busy(gpu.utilization())));
            all.put(gpu.uuid(), List.copyOf(kept));
        }
        return new GpuHistory(all);
    }

    private long newest() {
        long newest = 0;
        for (List<Sample> each : samples.values()) {
            newest = Math.max(newest, each.isEmpty() ? 0 : each.getLast().at);
        }
        return newest;
    }

    private static double busy(Reading reading) {
        return reading instanceof Reading.Value value ? value.value() : -1;
    }
}
