package dev.berth.docker;

import dev.berth.api.RemoteText;
import dev.berth.http.ReplyHead;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which API is spoken with an engine.
 *
 * @param engine the engine's own version
 * @param api such as "1.41"
 */
record EngineVersion(String engine, String api) {
    /**
     * The newest API that docker-java 3.7 knows, and the oldest that Docker 29.0 speaks. docker-java negotiates nothing
     * by itself, and an engine refuses what is newer than itself.
     */
    private static final int NEWEST_MINOR = 44;

    private static final Pattern API = Pattern.compile("1\\.([0-9]{1,3})");

    /** From the headers of {@code /_ping}; null where they are none of an engine's. */
    static @Nullable EngineVersion of(ReplyHead ping) {
        String api = ping.header("api-version");
        Matcher matcher = API.matcher(api == null ? "" : api);
        if (!matcher.matches()) {
            return null;
        }
        int minor = Math.min(Integer.parseInt(matcher.group(1)), NEWEST_MINOR);
        return new EngineVersion(engine(ping.header("server")), "1." + minor);
    }

    /** From {@code Docker/26.1.5 (linux)}; Podman calls itself {@code Libpod/4.3.1 (linux)}. */
    private static String engine(@Nullable String server) {
        if (server == null) {
            return "unknown";
        }
        int slash = server.indexOf('/');
        String version = RemoteText.oneLine(server.substring(slash + 1).split(" ", 2)[0]);
        return server.startsWith("Libpod/") ? version + " (Podman)" : version;
    }
}
