package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Json;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged program in a world of its own: its runtime, state and configuration directories are temporary. */
final class BerthProgram implements AutoCloseable {
    private static final Path LAUNCHER = Path.of("target/berth/bin/berth").toAbsolutePath();
    private static final long LIMIT_SECONDS = 240;

    private final Path home;
    private final @Nullable Path sshConfig;
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    BerthProgram(@Nullable Path sshConfig) throws IOException {
        // short: a socket's path may have 104 bytes
        this.home = Files.createTempDirectory(Path.of("/tmp"), "bw");
        this.sshConfig = sshConfig;
        environment.put(
                "XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("run")).toString());
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("BERTH_JAVA_HOME", System.getProperty("java.home"));
        environment.put("TERM", "xterm-256color");
        List.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSH_CONNECTION", "SSH_TTY", "SSH_AUTH_SOCK", "NO_COLOR")
                .forEach(environment::remove);
        Files.setPosixFilePermissions(
                home.resolve("run"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    /** What a verb left behind. */
    record Result(int exit, String out, String err) {
        Result ok() {
            assertEquals(0, exit, () -> "exit code; standard error:\n" + err + "\nstandard output:\n" + out);
            return this;
        }

        Result fails(int code, String... words) {
            assertEquals(code, exit, () -> "exit code; standard error:\n" + err + "\nstandard output:\n" + out);
            for (String word : words) {
                assertTrue(err.contains(word), () -> "not told: " + word + "\nstandard error:\n" + err);
            }
            assertTrue(!err.contains("Exception") && !err.contains("\tat "), () -> "a stack trace:\n" + err);
            return this;
        }

        /** The rows of a JSON list. */
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> rows() throws IOException {
            return (List<Map<String, Object>>) Json.readAny(out);
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> object() throws IOException {
            return (Map<String, Object>) Json.readAny(out);
        }
    }

    BerthProgram with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Writes its config.yaml, which an agent reads at its start. */
    BerthProgram configured(String settings) throws IOException {
        Path folder = Files.createDirectories(home.resolve("config/berth"));
        Files.writeString(folder.resolve("config.yaml"), settings + "\n");
        return this;
    }

    Path home() {
        return home;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> line(String... arguments) {
        List<String> line = new ArrayList<>(List.of(LAUNCHER.toString()));
        if (sshConfig != null) {
            line.addAll(List.of("-F", sshConfig.toString()));
        }
        line.addAll(List.of(arguments));
        return line;
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return feed("", arguments);
    }

    Result feed(String input, String... arguments) throws IOException, InterruptedException {
        return start(input, line(arguments));
    }

    /** Runs any command in this world's environment, without a terminal. */
    Result start(String input, List<String> line) throws IOException, InterruptedException {
        // setsid: a verb asks on /dev/tty where there is one
        List<String> detached = new ArrayList<>(List.of("setsid", "-w"));
        detached.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(detached);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            CompletableFuture<String> out = reading(process.getInputStream());
            CompletableFuture<String> err = reading(process.getErrorStream());
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "no end: " + line);
            return new Result(process.exitValue(), out.join(), err.join());
        } finally {
            process.destroyForcibly();
        }
    }

    /** On a thread of its own: the common pool may have but one, which would wait for a program that runs beside this one. */
    private static CompletableFuture<String> reading(InputStream in) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        return "unreadable: " + e;
                    }
                },
                Thread::startVirtualThread);
    }

    PtySession screen(int columns, int rows, String... arguments) throws IOException {
        return PtySession.start(line(arguments), environment, columns, rows);
    }

    /** Ends the agent and removes the world. */
    @Override
    public void close() throws IOException, InterruptedException {
        run("agent", "stop");
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
