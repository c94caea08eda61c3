package dev.berth.ssh;

import dev.berth.link.ChildStart;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the OpenSSH client itself for a configuration. It may run the user's {@code Match exec} commands. */
final class ConfigurationCommand {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Far more than any configuration prints. */
    private static final int LARGEST = 1 << 20;

    /** Two hundred hosts are asked about at once after a sleep: each takes milliseconds, all together choke the machine. */
    private static final Semaphore PLACES = new Semaphore(4, true);

    record Result(int exit, String out, String err) {}

    private ConfigurationCommand() {}

    /** The client on the PATH of that environment; null where there is none. */
    static @Nullable Path client(Map<String, String> environment) {
        return onPath("ssh", environment);
    }

    static @Nullable Path onPath(String program, Map<String, String> environment) {
        String path = environment.get("PATH");
        for (String directory : (path == null ? "/usr/local/bin:/usr/bin:/bin" : path).split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** @throws IOException where it can't be started or does not end */
    static Result run(Path client, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        PLACES.acquire();
        try {
            return runNow(client, arguments, environment);
        } finally {
            PLACES.release();
        }
    }

    private static Result runNow(Path client, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(client.toString()));
        argv.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(argv).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = ChildStart.start(builder);
        try {
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end within " + LIMIT.toSeconds() + " s");
            }
            String told = settled(out);
            if (told.isEmpty() && process.exitValue() == 0) {
                // on a machine that is out of breath; taken for an empty configuration, it would lead to another host
                throw new IOException("nothing of what it said came through");
            }
            return new Result(process.exitValue(), told, settled(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> read(InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().name("ssh-config").start(() -> {
            try (in) {
                text.complete(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
            } catch (IOException ended) {
                text.complete("");
            }
        });
        return text;
    }

    /** A command that Match exec left behind may hold the pipe open. */
    private static String settled(CompletableFuture<String> text) {
        return text.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
    }
}
