package dev.berth.jupyter;

import dev.berth.api.JupyterServer.Kind;
import dev.berth.api.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What start.sh found and chose. */
record Plan(Kind kind, @Nullable String version, int port, String basePath, String directory, String command) {
    private static final Map<String, Kind> KINDS =
            Map.of("lab", Kind.LAB, "notebook", Kind.NOTEBOOK, "server", Kind.SERVER);

    /** Null where a fact is missing. */
    static @Nullable Plan of(Map<String, String> facts) {
        Kind kind = KINDS.get(facts.getOrDefault("kind", ""));
        String port = facts.getOrDefault("port", "");
        if (kind == null || !port.matches("[0-9]{1,5}")) {
            return null;
        }
        String version = facts.getOrDefault("version", "");
        return new Plan(
                kind,
                version.isEmpty() ? null : RemoteLine.clean(version),
                Integer.parseInt(port),
                BasePath.normal(facts.get("base")),
                facts.getOrDefault("directory", ""),
                facts.getOrDefault("command", ""));
    }

    Reply.JupyterPlan reply() {
        return new Reply.JupyterPlan(kind, version, port, RemoteLine.clean(directory), RemoteLine.clean(command));
    }

    /** {@code JupyterLab 4.0.11}. */
    String program() {
        return version == null ? name(kind) : name(kind) + " " + version;
    }

    static String name(Kind kind) {
        return switch (kind) {
            case LAB -> "JupyterLab";
            case SERVER -> "Jupyter Server";
            case NOTEBOOK -> "Jupyter Notebook";
        };
    }
}
