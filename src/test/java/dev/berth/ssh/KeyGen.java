package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys and certificates as OpenSSH itself makes them. */
public final class KeyGen {
    private KeyGen() {}

    /** A key without a passphrase, in OpenSSH's format. */
    public static Path make(Path file, String type, String... more) throws IOException, InterruptedException {
        List<String> argv =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "test", "-f", file.toString()));
        argv.addAll(List.of(more));
        run(argv.toArray(String[]::new));
        return file;
    }

    public static Path pub(Path key) {
        return Path.of(key + ".pub");
    }

    public static Path certificate(Path key) {
        return Path.of(key + "-cert.pub");
    }

    /** Runs it to the end, and gives what it printed. */
    public static String run(String... argv) throws IOException, InterruptedException {
        return run(Map.of(), argv);
    }

    public static String run(Map<String, String> environment, String... argv) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
