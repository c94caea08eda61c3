package dev.berth.ssh;

import dev.berth.link.ChildStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kerberos tickets of this user. */
final class Tickets {
    private static final int LIMIT_SECONDS = 2;

    private Tickets() {}

    /** Whether there is one that has not expired, in whatever kind of cache. */
    static boolean present(Map<String, String> environment) {
        Path klist = ConfigurationCommand.onPath("klist", environment);
        return klist == null ? cache(environment) : valid(klist, environment);
    }

    /** Without Kerberos' own words: whether a cache is named, or lies where it does by default. */
    private static boolean cache(Map<String, String> environment) {
        String named = environment.get("KRB5CCNAME");
        Path file = named == null ? usual() : file(named);
        return file == null ? named != null : Files.exists(file);
    }

    private static @Nullable Path usual() {
        try {
            return Path.of("/tmp/krb5cc_" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return null;
        }
    }

    /** Null for a cache that is no file. */
    private static @Nullable Path file(String cache) {
        if (cache.startsWith("FILE:")) {
            return Path.of(cache.substring("FILE:".length()));
        }
        return cache.startsWith("/") ? Path.of(cache) : null;
    }

    private static boolean valid(Path klist, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(klist.toString(), "-s");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = ChildStart.start(builder);
            try {
                process.getOutputStream().close();
                return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException unusable) {
            return cache(environment);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
