package dev.berth.config;

import dev.berth.api.Places;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a world's files lie: after the XDG variables, and where they are not set after the custom of the system. The one
 * place that knows how macOS differs. Touches no file.
 *
 * @param mac the laptop is a Mac
 * @param uid of this user, for a directory of our own under /tmp
 */
public record PlaceFinder(Map<String, String> environment, Path home, boolean mac, long uid) {
    /** The shorter of the two limits: macOS has 104 bytes in sun_path, Linux 108, each with the closing zero. */
    static final int SOCKET_PATH_BYTES = 103;

    public PlaceFinder {
        environment = Map.copyOf(environment);
    }

    /** This process's own. */
    public static PlaceFinder here() {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        return new PlaceFinder(System.getenv(), Path.of(System.getProperty("user.home", "/")), mac, ThisUser.uid());
    }

    /** @param config the config.yaml asked for with {@code --config}; null for the usual one */
    public Places find(World world, @Nullable Path config) {
        Path state = base("XDG_STATE_HOME", ".local/state", "Library/Application Support")
                .resolve("berth")
                .resolve(world.name());
        Path usual = base("XDG_CONFIG_HOME", ".config", "Library/Application Support")
                .resolve("berth")
                .resolve("config.yaml");
        return new Places(
                world.sshConfig(),
                config == null ? usual : config.toAbsolutePath(),
                state.resolve("state.json"),
                state.resolve("agent.log"),
                socket(world));
    }

    private Path socket(World world) {
        String file = world.name() + ".sock";
        Path socket = runtime().resolve(file);
        return fits(socket) ? socket : ownUnderTmp().resolve(file);
    }

    private Path runtime() {
        Path asked = variable("XDG_RUNTIME_DIR");
        if (asked != null) {
            return asked.resolve("berth");
        }
        return mac ? home.resolve("Library/Caches/berth") : ownUnderTmp();
    }

    private Path ownUnderTmp() {
        return Path.of("/tmp/berth-" + uid);
    }

    private Path base(String variable, String usual, String onMac) {
        Path asked = variable(variable);
        return asked != null ? asked : home.resolve(mac ? onMac : usual);
    }

    /** The XDG specification has relative paths ignored. */
    private @Nullable Path variable(String name) {
        String value = environment.get(name);
        return value != null && value.startsWith("/") ? Path.of(value) : null;
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= SOCKET_PATH_BYTES;
    }
}
