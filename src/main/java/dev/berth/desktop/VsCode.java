package dev.berth.desktop;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** VS Code of this machine, opened on a host or in a container by its remote extensions. */
public final class VsCode {
    /** Its command hands over to the window and ends. */
    private static final long MOST_SECONDS = 10;

    private final Map<String, String> env;

    public VsCode(Map<String, String> env) {
        this.env = env;
    }

    /**
     * Where to open it.
     *
     * @param host as ssh knows it; null for this machine
     * @param container its name; null for the host itself
     * @param path null: the host's home, a container's root
     */
    public record Place(
            @Nullable String host,
            @Nullable String container,
            @Nullable String path) {}

    /**
     * Blocks up to ten seconds: not for a thread that draws.
     *
     * @return empty when it was opened, else why not, as a sentence
     */
    public Optional<String> open(Place place) {
        Optional<String> program = Programs.find(env, "code");
        if (program.isEmpty()) {
            return Optional.of("There is no VS Code here: no program \"code\" is on the PATH. On a Mac, its command"
                    + " \"Install 'code' command in PATH\" puts it there.");
        }
        return Programs.succeeds(env, command(program.get(), place), null, MOST_SECONDS)
                ? Optional.empty()
                : Optional.of("VS Code could not be opened: " + program.get() + " failed.");
    }

    static List<String> command(String program, Place place) {
        String host = place.host();
        String container = place.container();
        String path = place.path();
        if (container != null) {
            return List.of(
                    program, "--folder-uri", "vscode-remote://" + inside(container, host) + escaped(absolute(path)));
        }
        if (host == null) {
            return path == null ? List.of(program, "--new-window") : List.of(program, "--new-window", path);
        }
        String remote = "ssh-remote+" + host;
        return path == null
                ? List.of(program, "--remote", remote)
                : List.of(program, "--remote", remote, absolute(path));
    }

    /** The Dev Containers extension takes a description in hex, and behind the @ the host whose engine has it. */
    private static String inside(String container, @Nullable String host) {
        String description = "{\"containerName\":\"/" + container + "\"}";
        String authority =
                "attached-container+" + HexFormat.of().formatHex(description.getBytes(StandardCharsets.UTF_8));
        return host == null ? authority : authority + "@ssh-remote+" + authority(host);
    }

    /** An authority is lower-cased on its way, and has no place for some characters: Remote-SSH reads hex instead. */
    private static String authority(String host) {
        if (host.matches("[a-z0-9._-]+")) {
            return host;
        }
        int at = host.lastIndexOf('@');
        int colon = host.lastIndexOf(':');
        boolean port = colon > at && host.substring(colon + 1).matches("[0-9]{1,5}");
        String name = host.substring(at + 1, port ? colon : host.length());
        String json = "{\"hostName\":\"" + name + "\""
                + (at > 0 ? ",\"user\":\"" + host.substring(0, at) + "\"" : "")
                + (port ? ",\"port\":" + host.substring(colon + 1) : "")
                + "}";
        return HexFormat.of().formatHex(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String absolute(@Nullable String path) {
        return path == null || path.isEmpty() ? "/" : path.startsWith("/") ? path : "/" + path;
    }

    private static String escaped(String path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/-._~+@:,=".indexOf(c) >= 0);
            text.append(
                    plain
                            ? String.valueOf(c)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return text.toString();
    }
}
