package dev.berth.config;

import dev.berth.api.KeptRun;
import dev.berth.api.KeptWatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent keeps over its end. */
public record State(int version, List<SavedTunnel> tunnels, List<KeptRun> runs, List<KeptWatch> watches) {
    public static final State EMPTY = new State(StateFile.VERSION, List.of(), List.of(), List.of());

    public State {
        tunnels = List.copyOf(tunnels);
        runs = List.copyOf(runs);
        // before 0.1.0 was done there was a form without a subject
        watches = orNone(watches).stream()
                .filter(watch -> watch.subject() != null)
                .toList();
    }

    /** A file that was written before there were any has no such field. */
    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    public State withTunnels(List<SavedTunnel> others) {
        return new State(StateFile.VERSION, others, runs, watches);
    }

    public State withRuns(List<KeptRun> others) {
        return new State(StateFile.VERSION, tunnels, others, watches);
    }

    public State withWatches(List<KeptWatch> others) {
        return new State(StateFile.VERSION, tunnels, runs, others);
    }
}
