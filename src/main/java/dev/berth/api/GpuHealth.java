package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a card says of its own state.
 *
 * @param clock of its multiprocessors, in MHz
 * @param clockLimit the most that clock can be, in MHz
 * @param slowedBy what holds its clocks down; null where that can't be told
 * @param memoryErrors uncorrected ones since its driver was loaded
 * @param mig it is split into slices; null where that can't be told
 */
public record GpuHealth(
        Reading clock,
        Reading clockLimit,
        @Nullable List<String> slowedBy,
        Reading memoryErrors,
        @Nullable Boolean mig) {
    public static final GpuHealth UNKNOWN =
            new GpuHealth(Reading.unknown(), Reading.unknown(), null, Reading.unknown(), null);

    public GpuHealth {
        slowedBy = slowedBy == null ? null : List.copyOf(slowedBy);
    }
}
