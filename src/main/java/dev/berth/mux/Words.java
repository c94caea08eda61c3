package dev.berth.mux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What ssh says on its standard error: its own words, kept for a sentence should it fail, and what the host says, which is
 * passed on as it comes. Read to the end, so that ssh never blocks on it.
 */
final class Words {
    private static final int KEPT = 8000;

    private final StringBuilder said = new StringBuilder();
    private final Thread listening;
    private volatile boolean muted;

    /** @param host takes each line of the host's */
    Words(InputStream stderr, Consumer<String> host) {
        // a pipe: it would hold up a virtual thread's carrier
        listening = Thread.ofPlatform().daemon().name("mux-words").start(() -> listen(stderr, host));
    }

    private void listen(InputStream stderr, Consumer<String> host) {
        StringBuilder line = new StringBuilder();
        byte[] buffer = new byte[1024];
        try (stderr) {
            for (int n; (n = stderr.read(buffer)) >= 0; ) {
                for (char c : new String(buffer, 0, n, StandardCharsets.UTF_8).toCharArray()) {
                    if (c == '\n') {
                        took(line.toString().strip(), host);
                        line.setLength(0);
                    } else if (line.length() < KEPT) {
                        line.append(c);
                    }
                }
            }
            took(line.toString().strip(), host);
        } catch (IOException ended) {
            // with ssh
        }
    }

    private void took(String line, Consumer<String> host) {
        if (line.isEmpty()) {
            return;
        }
        synchronized (said) {
            if (said.length() < KEPT) {
                said.append(line).append('\n');
            }
        }
        if (!muted && !ofSshItself(line)) {
            host.accept(line);
        }
    }

    private static boolean ofSshItself(String line) {
        return line.startsWith("Warning: ")
                || line.startsWith("**")
                || line.startsWith("@")
                || line.startsWith("Control socket")
                || line.startsWith("ssh: ")
                || line.startsWith("debug")
                || line.contains("Permission denied")
                || line.contains("Host key verification failed");
    }

    /** The host has had its say: what follows is about single connections. */
    void mute() {
        muted = true;
    }

    /** All it said so far; after its end, what it said last is waited for. */
    String text(boolean ended) throws InterruptedException {
        if (ended) {
            listening.join(500);
        }
        synchronized (said) {
            return said.toString();
        }
    }
}
