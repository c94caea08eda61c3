package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.link.ChildStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A child process that carries a connection; ssh_config(5), ProxyCommand. */
final class ProxyCommand {
    /** What is kept of its standard error, for the sentence. */
    private static final int KEPT = 2000;

    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final Process process;
    private final Thread listener;
    private volatile String complaint = "";

    private ProxyCommand(Process process) {
        this.process = process;
        listener = Thread.ofVirtual().name("proxy-command").start(this::listen);
    }

    static Wire start(Destination destination, String command, Map<String, String> environment)
            throws ProblemException {
        String shell = environment.getOrDefault("SHELL", "/bin/sh");
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", "exec " + command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            ProxyCommand proxy = new ProxyCommand(ChildStart.start(builder));
            return new Wire(
                    proxy.process.getInputStream(),
                    proxy.process.getOutputStream(),
                    destination.port(),
                    proxy::end,
                    proxy::complaint);
        } catch (IOException failed) {
            throw Problem.of(
                            Code.HOST_UNREACHABLE,
                            destination.alias() + ": its ProxyCommand can't be started: "
                                    + RemoteText.oneLine(failed.getMessage()) + ".")
                    .asException(failed);
        }
    }

    /** Read to the end, so that the child never blocks on it. */
    private void listen() {
        byte[] buffer = new byte[1024];
        StringBuilder said = new StringBuilder();
        try (InputStream err = process.getErrorStream()) {
            for (int n; (n = err.read(buffer)) >= 0; ) {
                if (said.length() < KEPT) {
                    said.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    complaint = said.toString();
                }
            }
        } catch (IOException ended) {
            // with the child
        }
    }

    /** What it said last may still be on its way. */
    private String complaint() {
        try {
            listener.join(LAST_WORDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return RemoteText.oneLine(complaint);
    }

    /** A reader of its output is released by its end, not by closing the pipe. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
