package dev.berth.api;

/** What carries the session to a host. */
public enum LinkKind {
    SSHJ,
    MUX,
    LOCAL
}
