package dev.berth.tui.table;

import dev.berth.api.JupyterServer;
import dev.berth.api.LinkKind;
import dev.berth.api.TunnelStatus;
import org.jspecify.annotations.Nullable;

/** What kinds of things are called. */
public final class Kinds {
    private Kinds() {}

    public static String of(JupyterServer server) {
        return of(server.kind());
    }

    public static String of(JupyterServer.Kind kind) {
        return switch (kind) {
            case LAB -> "JupyterLab";
            case SERVER -> "Jupyter Server";
            case NOTEBOOK -> "Jupyter Notebook";
        };
    }

    public static String of(@Nullable LinkKind kind) {
        return kind == null ? Words.NONE : Words.word(kind);
    }

    /** The way in words, for the details; the list has the one word. */
    static String way(TunnelStatus.@Nullable Way way) {
        return switch (way) {
            case null -> "not reached yet";
            case HOST -> "a port of the host";
            case PUBLISHED -> "the port that the container publishes on the host";
            case ADDRESS -> "the container's own address";
            case RELAY -> "a relay in the container";
        };
    }
}
