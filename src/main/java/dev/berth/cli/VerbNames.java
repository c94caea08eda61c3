package dev.berth.cli;

import java.util.List;

/** What the verbs are called. The program's entry asks this before it knows whether a verb is meant, and loads no parser for it. */
public final class VerbNames {
    static final String HELP = "help";

    /** Those there are, in the order of the help. */
    static final List<String> ALL = List.of(
            "ui",
            "hosts",
            "connect",
            "disconnect",
            "ps",
            "gpus",
            "ports",
            "jupyter",
            "tunnel",
            "code",
            "exec",
            "shell",
            "logs",
            "start",
            "stop",
            "restart",
            "kill",
            "pause",
            "unpause",
            "rename",
            "rm",
            "images",
            "pull",
            "info",
            "agent",
            "shell-init",
            "completion",
            "demo");

    private VerbNames() {}

    /** Whether a first word is a verb; a host called so is reached by {@code berth ui HOST}. */
    public static boolean has(String word) {
        return ALL.contains(word) || word.equals(HELP);
    }
}
