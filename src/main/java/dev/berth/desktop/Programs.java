package dev.berth.desktop;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of this desktop, as children that never touch the terminal. */
final class Programs {
    static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

    private Programs() {}

    static boolean isSet(Map<String, String> env, String variable) {
        return !env.getOrDefault(variable, "").isEmpty();
    }

    /** The terminal is on another machine than this one: what opens here is seen by nobody. */
    static boolean remote(Map<String, String> env) {
        return isSet(env, "SSH_CONNECTION") || isSet(env, "SSH_TTY");
    }

    static boolean display(Map<String, String> env, boolean mac) {
        return mac || isSet(env, "DISPLAY") || isSet(env, "WAYLAND_DISPLAY");
    }

    /** The file of a program, by {@code PATH} where it has no slash. */
    static Optional<String> find(Map<String, String> env, String program) {
        if (program.indexOf('/') >= 0) {
            return new File(program).canExecute() ? Optional.of(program) : Optional.empty();
        }
        for (String directory : env.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            File file = new File(directory.isEmpty() ? "." : directory, program);
            if (file.isFile() && file.canExecute()) {
                return Optional.of(file.getPath());
            }
        }
        return Optional.empty();
    }

    /** @param input null: it reads nothing */
    static Process start(Map<String, String> env, List<String> command, @Nullable String input) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        if (input == null) {
            builder.redirectInput(Redirect.from(new File("/dev/null")));
        }
        builder.environment().clear();
        builder.environment().putAll(env);
        Process process = builder.start();
        if (input != null) {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
        }
        return process;
    }

    /** Starts it and waits a moment; true unless it can't be started or ends with a failure meanwhile. */
    static boolean succeeds(Map<String, String> env, List<String> command, @Nullable String input, long seconds) {
        try {
            Process process = start(env, command, input);
            return !process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException failed) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
