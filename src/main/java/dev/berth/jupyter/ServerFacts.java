package dev.berth.jupyter;

import dev.berth.api.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server's process as servers.sh tells it from beside it.
 *
 * @param pid in its own pid namespace
 * @param age seconds since its start, by the box's clock
 * @param file what it wrote about itself; null where that is missing or of another process
 * @param own the directory that Berth made for it; null where Berth did not start it
 * @param ownVersion of what Berth started
 * @param uid its user, as its own user namespace counts; -1 where unknown
 * @param user its user by name; null where unknown
 * @param sealed another user's: neither its environment nor its sockets can be seen
 */
record ServerFacts(
        long pid,
        Instant started,
        long age,
        CommandLine command,
        List<Listener> listeners,
        @Nullable ServerFile file,
        @Nullable String own,
        @Nullable String ownVersion,
        Secret token,
        @Nullable String directory,
        long uid,
        @Nullable String user,
        boolean sealed) {

    static List<ServerFacts> parse(String text) {
        Blocks blocks = Blocks.parse(text, "server");
        long now = Blocks.number(blocks.head(), "now", 0);
        List<ServerFacts> facts = new ArrayList<>();
        for (Map<String, List<String>> block : blocks.items()) {
            CommandLine command = CommandLine.of(block.getOrDefault("arg", List.of()));
            if (command != null) {
                facts.add(of(block, command, now));
            }
        }
        return facts;
    }

    private static ServerFacts of(Map<String, List<String>> block, CommandLine command, long now) {
        long pid = Blocks.number(block, "server", 0);
        long started = Blocks.number(block, "started", now);
        ServerFile file = ServerFile.parse(String.join("\n", block.getOrDefault("json", List.of())));
        if (file != null && file.pid() != pid) {
            file = null;
        }
        return new ServerFacts(
                pid,
                Instant.ofEpochSecond(started),
                Math.max(0, now - started),
                command,
                listeners(block),
                file,
                Blocks.text(block, "ours"),
                ownVersion(block),
                file != null ? file.token() : new Secret(Blocks.text(block, "token", "")),
                Blocks.text(block, "directory"),
                Blocks.number(block, "uid", -1),
                user(block),
                block.containsKey("sealed"));
    }

    /** stat(1) says UNKNOWN for a number that nobody there has. */
    private static @Nullable String user(Map<String, List<String>> block) {
        String name = Blocks.text(block, "user", "UNKNOWN");
        String uid = Blocks.text(block, "uid");
        return name.equals("UNKNOWN") ? uid == null || uid.isEmpty() ? null : uid : RemoteLine.clean(name);
    }

    private static List<Listener> listeners(Map<String, List<String>> block) {
        List<Listener> listeners = new ArrayList<>();
        for (String text : block.getOrDefault("listen", List.of())) {
            Listener listener = Listener.parse(text);
            if (listener != null) {
                listeners.add(listener);
            }
        }
        return listeners;
    }

    private static @Nullable String ownVersion(Map<String, List<String>> block) {
        for (String line : block.getOrDefault("record", List.of())) {
            if (line.startsWith("version ")) {
                return line.substring("version ".length());
            }
        }
        return null;
    }

    /** Where it listens: by its own word where the kernel agrees, else by the kernel's, else as it was asked to. */
    int port() {
        if (file != null && (listeners.isEmpty() || listensOn(file.port()))) {
            return file.port();
        }
        if (!listeners.isEmpty()) {
            return listeners.getFirst().port();
        }
        return command.port() == null ? 8888 : command.port();
    }

    private boolean listensOn(int port) {
        return listeners.stream().anyMatch(listener -> listener.port() == port);
    }

    String basePath() {
        return file != null ? file.basePath() : BasePath.normal(command.basePath());
    }

    /** Nothing about it is going to change: it listens, and what it wrote was read. */
    boolean settled() {
        return !sealed && file != null && (file.socket() != null || listensOn(file.port()));
    }

    /** The Unix socket it listens on in place of a port; null where it has a port. */
    @Nullable
    String socket() {
        return file == null ? null : file.socket();
    }

    @Nullable
    String root() {
        return file != null && file.root() != null ? file.root() : directory;
    }
}
