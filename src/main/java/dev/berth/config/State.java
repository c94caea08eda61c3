package dev.berth.config;

import dev.berth.api.KeptRun;
import java.util.List;

/** What an agent keeps over its end. */
public record State(int version, List<SavedTunnel> tunnels, List<KeptRun> runs) {
    public static final State EMPTY = new State(StateFile.VERSION, List.of(), List.of());

    public State {
        tunnels = List.copyOf(tunnels);
        runs = List.copyOf(runs);
    }

    public State withTunnels(List<SavedTunnel> others) {
        return new State(StateFile.VERSION, others, runs);
    }

    public State withRuns(List<KeptRun> others) {
        return new State(StateFile.VERSION, tunnels, others);
    }
}
