package dev.berth.ssh;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/** A real ssh-agent. */
public final class SshAgentProcess implements AutoCloseable {
    private final Process process;
    private final Path socket;

    public SshAgentProcess(Path folder) throws IOException, InterruptedException {
        this(folder, Map.of());
    }

    /** @param more of its environment, such as what a provider of keys needs */
    public SshAgentProcess(Path folder, Map<String, String> more) throws IOException, InterruptedException {
        socket = folder.resolve("agent");
        ProcessBuilder builder = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString());
        builder.environment().putAll(more);
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile())
                .start();
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!listens() && System.nanoTime() < end) {
            process.waitFor(Duration.ofMillis(20));
        }
    }

    /** Its socket is there a moment earlier. */
    private boolean listens() {
        try (SocketChannel made = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return made.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    public Path socket() {
        return socket;
    }

    /** A certificate beside the key is added with it. */
    public void add(Path key) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        KeyGen.run(Map.of("SSH_AUTH_SOCK", socket.toString()), "ssh-add", "-q", key.toString());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
