package dev.berth.api;

/** Where the session to a host stands. */
public enum HostState {
    OFF,
    CONNECTING,
    NEEDS_ANSWER,
    UP,
    RECONNECTING,
    FAILED
}
