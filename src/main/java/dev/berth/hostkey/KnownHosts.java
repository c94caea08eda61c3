package dev.berth.hostkey;

import dev.berth.hostkey.KnownHost.Marker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of known_hosts files. Immutable: read once, when a server shows its key. */
public final class KnownHosts {
    private static final long LARGEST = 64L << 20;

    private final List<KnownHost> lines = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /** Files that are missing or unreadable count as empty, as they do for ssh. */
    public KnownHosts(List<Path> files) {
        for (Path file : files) {
            read(file);
        }
    }

    private void read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return;
            }
            if (Files.size(file) > LARGEST) {
                skipped.add(file + " (too large)");
                return;
            }
            int number = 0;
            for (String text :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                number++;
                KnownHost line = KnownHost.parse(text, file, number);
                if (line != null) {
                    lines.add(line);
                } else if (!KnownHost.isComment(text)) {
                    skipped.add(file + " line " + number);
                }
            }
        } catch (IOException unreadable) {
            skipped.add(file + " (unreadable)");
        }
    }

    /** Lines and files that could not be read, as a person finds them. */
    public List<String> skipped() {
        return List.copyOf(skipped);
    }

    /**
     * The line that has another key than the one that was shown: one of the same type, where there is such a line.
     *
     * @return null where no line has a key of that name
     */
    public @Nullable KnownHost other(String name, String type) {
        List<KnownHost> keys = keys(name);
        return keys.stream()
                .filter(line -> line.type().equals(type))
                .findFirst()
                .orElse(keys.isEmpty() ? null : keys.getFirst());
    }

    /** The line that has this key revoked; null where none has. */
    public @Nullable KnownHost revoked(List<String> names, ShownKey key) {
        return about(names).stream()
                .filter(line -> line.marker() == Marker.REVOKED && key.in(line))
                .findFirst()
                .orElse(null);
    }

    /** The lines with a key of this host itself. */
    public List<KnownHost> keys(String name) {
        return about(List.of(name)).stream()
                .filter(line -> line.marker() == Marker.NONE)
                .toList();
    }

    /** Where else this key stands: the same machine under another name, or a key that several machines share. */
    List<KnownHost> others(ShownKey key) {
        return lines.stream()
                .filter(line -> line.marker() == Marker.NONE && key.in(line))
                .toList();
    }

    /** The lines about any of these names, whatever they are for. */
    public List<KnownHost> about(List<String> names) {
        return lines.stream()
                .filter(line -> names.stream().anyMatch(line::matches))
                .toList();
    }
}
