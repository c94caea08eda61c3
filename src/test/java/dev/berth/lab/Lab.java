package dev.berth.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs {@code src/lab/lab}, or the script that the environment's BERTH_LAB names. */
public final class Lab {
    private static final long LIMIT_SECONDS = 120;

    private Lab() {}

    /** Looked at once a JVM. */
    private static final class State {
        static final boolean UP = look();

        private static boolean look() {
            try {
                return Files.isExecutable(script())
                        && call("status").output().lines().anyMatch(line -> line.matches("gpu1 +up .*"));
            } catch (IOException failed) {
                return false;
            }
        }
    }

    private record Call(int exit, String output) {}

    /** Skips the test, with the reason, where the lab is down. */
    public static void assumeUp() {
        Assumptions.assumeTrue(State.UP, "the lab is down: src/lab/lab up");
    }

    /** A ready client configuration of the boxes, for {@code ssh -F}. */
    public static Path sshConfig() throws IOException {
        Path file = Files.createTempFile("berth-lab", ".conf");
        file.toFile().deleteOnExit();
        return Files.writeString(file, run("ssh-config"));
    }

    /**
     * Runs one of the lab's own verbs, such as {@code exec gpu1 "docker ps"}.
     *
     * @return what it printed
     * @throws IOException where it failed
     */
    public static String run(String... arguments) throws IOException {
        Call call = call(arguments);
        if (call.exit != 0) {
            throw new IOException(
                    "lab " + String.join(" ", arguments) + " ended with " + call.exit + ": " + call.output.strip());
        }
        return call.output;
    }

    private static Path script() {
        String named = Objects.requireNonNullElse(System.getenv("BERTH_LAB"), "src/lab/lab");
        return Path.of(named).toAbsolutePath();
    }

    private static Call call(String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(script().toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("lab " + String.join(" ", arguments) + " does not end");
            }
            return new Call(process.exitValue(), output);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            process.destroyForcibly();
        }
    }
}
