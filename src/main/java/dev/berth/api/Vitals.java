package dev.berth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a host is as a machine.
 *
 * @param load processes that run or wait, a minute's mean
 * @param busy per cent of all cores, in the second in which it was read
 * @param memoryUsed bytes that could not be had at once
 * @param disks Docker's first, where it has one of its own
 * @param tmux names of the user's sessions
 */
public record Vitals(
        @Nullable Double load,
        @Nullable Integer cores,
        @Nullable Double busy,
        @Nullable Long memoryUsed,
        @Nullable Long memoryTotal,
        List<Disk> disks,
        List<String> tmux) {
    public Vitals {
        disks = List.copyOf(disks);
        tmux = List.copyOf(tmux);
    }

    /** In bytes. */
    public record Disk(String path, long free, long total) {}
}
