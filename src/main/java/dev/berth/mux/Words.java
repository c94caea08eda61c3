package dev.berth.mux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What comes from ssh while it logs in: its own words, kept for a sentence should it fail, and what the host says, or a
 * proxy on the way. Read to the end, so that ssh never blocks on it.
 */
final class Words {
    private static final int KEPT = 8000;

    /** An ssh that this one started for a jump host writes where the host's words come. */
    private static final Pattern OF_SSH = Pattern.compile("^(Warning: |\\*\\*|@|ssh: |kex_exchange"
            + "|Connection (closed|reset|to)|Received disconnect|Disconnected"
            + "|IT IS POSSIBLE|Someone could be|It is also possible|The fingerprint for the|SHA256:|Please contact your"
            + "|Add correct host key|Offending | {2}remove with| {2}ssh-keygen|Failed to add the host|No \\S+ host key is)"
            + "|Permission denied|Host key verification failed|ost key for \\S+ (has changed|is marked)");

    private final Progress progress = new Progress();
    private final StringBuilder said = new StringBuilder();
    private final List<Thread> listening;
    private Heard heard = new Heard("", 0);

    /**
     * What the host has said so far.
     *
     * @param at when the last of it came, in {@link System#nanoTime}
     */
    record Heard(String text, long at) {}

    /** @param log what ssh says itself */
    Words(InputStream stderr, InputStream log) {
        // pipes: they would hold up a virtual thread's carrier
        listening = List.of(
                Thread.ofPlatform().daemon().name("mux-words").start(() -> listen(stderr, this::took)),
                Thread.ofPlatform().daemon().name("mux-log").start(() -> listen(log, this::logged)));
    }

    Progress progress() {
        return progress;
    }

    private void logged(String line) {
        if (!progress.took(line, false)) {
            keep(line);
        }
    }

    private static void listen(InputStream from, Consumer<String> lines) {
        StringBuilder line = new StringBuilder();
        byte[] buffer = new byte[1024];
        try (from) {
            for (int n; (n = from.read(buffer)) >= 0; ) {
                for (char c : new String(buffer, 0, n, StandardCharsets.UTF_8).toCharArray()) {
                    if (c == '\n') {
                        lines.accept(line.toString().stripTrailing());
                        line.setLength(0);
                    } else if (line.length() < KEPT) {
                        line.append(c);
                    }
                }
            }
            lines.accept(line.toString().stripTrailing());
        } catch (IOException ended) {
            // with ssh
        }
    }

    private synchronized void keep(String line) {
        if (!line.isBlank() && said.length() < KEPT) {
            said.append(line.strip()).append('\n');
        }
    }

    private synchronized void took(String line) {
        if (progress.took(line, true)) {
            return;
        }
        keep(line);
        if (line.isBlank() && heard.text().isEmpty()) {
            return;
        }
        if (heard.text().length() < KEPT && !OF_SSH.matcher(line).find()) {
            heard = new Heard(heard.text() + line + "\n", System.nanoTime());
        }
    }

    synchronized Heard heard() {
        return heard;
    }

    /** All it said, once it has ended. */
    String text() throws InterruptedException {
        for (Thread thread : listening) {
            thread.join(500);
        }
        return soFar();
    }

    synchronized String soFar() {
        return said.toString();
    }
}
