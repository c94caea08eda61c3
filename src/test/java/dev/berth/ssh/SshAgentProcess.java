package dev.berth.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/** A real ssh-agent. */
final class SshAgentProcess implements AutoCloseable {
    private final Process process;
    private final Path socket;

    SshAgentProcess(Path folder) throws IOException, InterruptedException {
        socket = folder.resolve("agent");
        process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile())
                .start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(socket) && System.nanoTime() < end) {
            process.waitFor(Duration.ofMillis(20));
        }
    }

    Path socket() {
        return socket;
    }

    /** A certificate beside the key is added with it. */
    void add(Path key) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        KeyGen.run(Map.of("SSH_AUTH_SOCK", socket.toString()), "ssh-add", "-q", key.toString());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
