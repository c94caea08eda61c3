package dev.berth.tui.model;

import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How busy GPUs were in the last minutes, as far as this screen has seen it.
 *
 * @param samples by host and UUID, oldest first
 */
public record GpuHistory(Map<String, List<Sample>> samples) {
    public static final Duration KEPT = Duration.ofMinutes(5);
    public static final GpuHistory NONE = new GpuHistory(Map.of());

    public GpuHistory {
        samples = Map.copyOf(samples);
    }

    /** @param busy per cent; negative where that could not be read */
    public record Sample(Instant at, double busy) {}

    public List<Sample> of(Gpu gpu) {
        return samples.getOrDefault(key(gpu), List.of());
    }

    /** With what the host's newest reading says; one that is there already adds nothing. */
    public GpuHistory with(HostSnapshot host) {
        Instant at = host.gpus().at();
        if (at == null || host.gpus().items().isEmpty()) {
            return this;
        }
        Map<String, List<Sample>> all = new HashMap<>(samples);
        for (Gpu gpu : host.gpus().items()) {
            all.merge(key(gpu), List.of(new Sample(at, busy(gpu.utilization()))), GpuHistory::joined);
        }
        return new GpuHistory(all);
    }

    private static double busy(Reading reading) {
        return reading instanceof Reading.Value value ? value.value() : -1;
    }

    private static List<Sample> joined(List<Sample> old, List<Sample> more) {
        Sample newest = more.getFirst();
        if (!newest.at().isAfter(old.getLast().at())) {
            return old;
        }
        List<Sample> all = new ArrayList<>();
        for (Sample sample : old) {
            if (sample.at().isAfter(newest.at().minus(KEPT))) {
                all.add(sample);
            }
        }
        all.add(newest);
        return List.copyOf(all);
    }

    private static String key(Gpu gpu) {
        return gpu.host() + "/" + gpu.uuid();
    }
}
