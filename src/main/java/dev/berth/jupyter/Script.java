package dev.berth.jupyter;

import dev.berth.link.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One of the shell scripts beside this class, with its parameters. A shell reads it from its input: so parameters stay
 * out of command lines, which are for all to see, and the command log shows a short line.
 *
 * @param name the file's name without its ending
 */
record Script(String name, byte[] text) {
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    /** @param parameters become shell variables */
    static Script of(String name, Map<String, String> parameters) {
        StringBuilder text = new StringBuilder(8192);
        parameters.forEach((key, value) ->
                text.append(key).append('=').append(Command.quote(value)).append('\n'));
        text.append(read("process")).append(read(name));
        return new Script(name, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The name is there for those who look at the list of processes. */
    List<String> argv() {
        return List.of("sh", "-s", "berth-" + name);
    }

    private static String read(String name) {
        return READ.computeIfAbsent(name, key -> {
            try (InputStream file = Script.class.getResourceAsStream(key + ".sh")) {
                if (file == null) {
                    throw new IllegalStateException("no script " + key);
                }
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
