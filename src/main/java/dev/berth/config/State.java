package dev.berth.config;

import java.util.List;

/** What an agent keeps over its end. */
public record State(int version, List<SavedTunnel> tunnels) {
    public static final State EMPTY = new State(StateFile.VERSION, List.of());

    public State {
        tunnels = List.copyOf(tunnels);
    }

    public static State of(List<SavedTunnel> tunnels) {
        return new State(StateFile.VERSION, tunnels);
    }
}
