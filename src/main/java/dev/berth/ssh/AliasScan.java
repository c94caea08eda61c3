package dev.berth.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the names that a person can pick: the patterns of Host lines that match one name only, through Include. All else
 * about a configuration is asked of ssh itself.
 */
final class AliasScan {
    /** OpenSSH's own limit to nested Include. */
    private static final int DEPTH = 16;

    private static final long LARGEST = 4L << 20;

    private final Path base;
    private final Path home;
    private final Map<String, String> found = new LinkedHashMap<>();

    /** @param base what a relative Include is relative to: ~/.ssh for every file but the system's */
    private AliasScan(Path base, Path home) {
        this.base = base;
        this.home = home;
    }

    /** Names by the included file they stand in, which is empty for this one. */
    static Map<String, String> of(Path file, Path base, Path home) {
        AliasScan scan = new AliasScan(base, home);
        scan.read(file, 0);
        return Collections.unmodifiableMap(scan.found);
    }

    private void read(Path file, int depth) {
        if (depth > DEPTH) {
            return;
        }
        try {
            if (Files.size(file) > LARGEST) {
                return;
            }
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
                line(Words.of(line), depth == 0 ? "" : title(file), depth);
            }
        } catch (IOException unreadable) {
            // ssh skips it too
        }
    }

    private static String title(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("[.](conf|config|cfg|ssh)$", "");
    }

    private void line(List<String> words, String title, int depth) {
        if (words.size() < 2) {
            return;
        }
        List<String> arguments = words.subList(1, words.size());
        switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "host" -> arguments.stream().filter(AliasScan::names).forEach(name -> found.putIfAbsent(name, title));
            case "include" -> {
                for (String pattern : arguments) {
                    include(pattern, depth);
                }
            }
            default -> {}
        }
    }

    private static boolean names(String pattern) {
        return !pattern.isEmpty() && pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '!');
    }

    private void include(String pattern, int depth) {
        Path path = Path.of(pattern.startsWith("~/") ? home + pattern.substring(1) : pattern);
        Path absolute = path.isAbsolute() ? path : base.resolve(path);
        for (Path file : expand(absolute)) {
            read(file, depth + 1);
        }
    }

    /** Wildcards may stand in each part of a path, as glob(7) has it. */
    private static List<Path> expand(Path pattern) {
        List<Path> paths = new ArrayList<>(List.of(Path.of("/")));
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path path : paths) {
                if (part.toString().chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
                    next.add(path.resolve(part));
                } else {
                    next.addAll(matches(path, part.toString()));
                }
            }
            paths = next;
        }
        return paths;
    }

    private static List<Path> matches(Path directory, String glob) {
        List<Path> matches = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            entries.forEach(matches::add);
        } catch (IOException | PatternSyntaxException unreadable) {
            return List.of();
        }
        if (!glob.startsWith(".")) {
            matches.removeIf(path -> String.valueOf(path.getFileName()).startsWith("."));
        }
        matches.sort(null);
        return matches;
    }
}
