package dev.berth.desktop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The browser of this desktop. {@code BROWSER} is honoured as other programs do: commands separated by colons, the first
 * that is installed is taken, {@code %s} is the address. Without it {@code xdg-open}, on macOS {@code open}, where there
 * is a display and no SSH session in between.
 */
public final class Browser {
    /** Openers end at once when they fail; one that still runs after this has become the browser. */
    private static final long MOST_SECONDS = 3;

    private final Map<String, String> env;
    private final boolean mac;

    /** @param configured the command of config.yaml, which goes before {@code BROWSER}; null where it names none */
    public Browser(Map<String, String> env, @Nullable String configured) {
        this(chosen(env, configured), Programs.MAC);
    }

    Browser(Map<String, String> env, boolean mac) {
        this.env = env;
        this.mac = mac;
    }

    private static Map<String, String> chosen(Map<String, String> env, @Nullable String configured) {
        if (configured == null) {
            return env;
        }
        Map<String, String> chosen = new HashMap<>(env);
        chosen.put("BROWSER", configured);
        return chosen;
    }

    /** Why no browser can be opened here, as a sentence; empty where one can. */
    public Optional<String> refusal() {
        return command("").isEmpty() ? Optional.of(reason()) : Optional.empty();
    }

    /**
     * Opens an address. Blocks up to three seconds, for the openers that report their failure: not for a thread that
     * draws.
     *
     * @return empty when it was opened, else why not, as a sentence
     */
    public Optional<String> open(String url) throws InterruptedException {
        List<String> command = command(url);
        if (command.isEmpty()) {
            return Optional.of(reason());
        }
        try {
            return outcome(Programs.start(env, command, null), command.getFirst());
        } catch (IOException failed) {
            return Optional.of("The browser could not be started: " + name(command.getFirst()) + " does not run.");
        }
    }

    private static Optional<String> outcome(Process opener, String program) throws InterruptedException {
        if (!opener.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || opener.exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of("The browser could not be opened: " + name(program) + " ended with exit code "
                + opener.exitValue() + ".");
    }

    private List<String> command(String url) {
        String chosen = env.getOrDefault("BROWSER", "");
        if (!chosen.isBlank()) {
            return fromVariable(chosen, url);
        }
        if (remote() || !display()) {
            return List.of();
        }
        return found(mac ? "open" : "xdg-open").map(path -> List.of(path, url)).orElse(List.of());
    }

    private List<String> fromVariable(String chosen, String url) {
        for (String candidate : chosen.split(":", -1)) {
            List<String> words = words(candidate, url);
            Optional<String> program = words.isEmpty() ? Optional.empty() : found(words.getFirst());
            if (program.isPresent()) {
                words.set(0, program.get());
                return words;
            }
        }
        return List.of();
    }

    private static List<String> words(String candidate, String url) {
        List<String> words = new ArrayList<>();
        for (String word : candidate.split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(word.replace("%s", url));
            }
        }
        if (!words.isEmpty() && !candidate.contains("%s")) {
            words.add(url);
        }
        return words;
    }

    private Optional<String> found(String program) {
        return Programs.find(env, program);
    }

    private boolean remote() {
        return Programs.remote(env);
    }

    private boolean display() {
        return Programs.display(env, mac);
    }

    private boolean isSet(String variable) {
        return Programs.isSet(env, variable);
    }

    private String reason() {
        if (isSet("BROWSER")) {
            return "None of the programs that BROWSER names is installed.";
        }
        if (remote()) {
            return "This terminal is in an SSH session, so a browser would open on the wrong machine.";
        }
        if (!display()) {
            return "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).";
        }
        return (mac ? "open" : "xdg-open") + " is not installed; set BROWSER to your browser.";
    }

    private static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }
}
