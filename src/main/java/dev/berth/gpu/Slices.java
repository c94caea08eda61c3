package dev.berth.gpu;

import dev.berth.api.Reading;
import dev.berth.api.RemoteText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The MIG slices of a host's GPUs. No CSV has them: {@code nvidia-smi -L} names them, {@code nvidia-smi -q} tells their
 * memory and which process runs in which; there a GPU's slices stand before its UUID.
 */
final class Slices {
    private static final Pattern GPU = Pattern.compile("GPU \\d+: .*\\(UUID: (GPU-[^)]+)\\)");
    private static final Pattern MIG = Pattern.compile("MIG (\\S+) +Device +(\\d{1,3}): \\(UUID: (MIG-[^)]+)\\)");
    private static final String NONE = "";

    /**
     * A slice as {@code -q} has it.
     *
     * @param instance the numbers of its GPU instance and compute instance
     */
    private record Part(int index, String instance, Reading used, Reading total) {
        Part with(Reading newUsed, Reading newTotal) {
            return new Part(index, instance, newUsed, newTotal);
        }
    }

    private record Name(String profile, String uuid) {}

    /**
     * A slice of a GPU.
     *
     * @param profile empty where only {@code -q} has it
     */
    record Slice(int index, String uuid, String profile, String instance, Reading used, Reading total) {}

    private final Map<String, Map<Integer, Name>> names = new HashMap<>();
    private final Map<String, List<Part>> parts = new HashMap<>();
    private final Map<String, Map<Long, String>> instances = new HashMap<>();

    private String listed = NONE;

    private final List<Part> pending = new ArrayList<>();
    private String gpu = NONE;
    private String section = NONE;
    private int index = -1;
    private String gpuInstance = NONE;
    private String instance = NONE;

    /** A line of {@code nvidia-smi -L}. */
    void listed(String line) {
        Matcher card = GPU.matcher(line.strip());
        Matcher slice = MIG.matcher(line.strip());
        if (card.matches()) {
            listed = card.group(1);
        } else if (slice.matches()) {
            names.computeIfAbsent(listed, uuid -> new HashMap<>())
                    .put(
                            Integer.parseInt(slice.group(2)),
                            new Name(RemoteText.oneLine(slice.group(1), 40), RemoteText.oneLine(slice.group(3), 100)));
        }
    }

    /** A line of {@code nvidia-smi -q}: a section's title, or a name and its value. */
    void detail(String line) {
        int colon = line.indexOf(" : ");
        if (colon < 0) {
            section(line.strip());
        } else {
            field(line.substring(0, colon).strip(), line.substring(colon + 3).strip());
        }
    }

    private void section(String title) {
        section = title;
        if (title.equals("MIG Device")) {
            index = -1;
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "GPU UUID" -> {
                gpu = value;
                parts.put(gpu, List.copyOf(pending));
                pending.clear();
            }
            case "Index" -> index = (int) SmiLine.number(value);
            case "GPU Instance ID", "GPU instance ID" -> gpuInstance = value;
            case "Compute Instance ID" -> {
                if (index >= 0) {
                    String both = gpuInstance + "/" + value;
                    pending.add(new Part(index, both, Reading.unknown(), Reading.unknown()));
                }
            }
            case "Compute instance ID" -> instance = gpuInstance + "/" + value;
            case "Process ID" -> {
                long pid = SmiLine.number(value);
                if (pid >= 0) {
                    instances.computeIfAbsent(gpu, uuid -> new HashMap<>()).put(pid, instance);
                }
            }
            case "Total", "Used" -> memory(name, value);
            default -> {}
        }
    }

    /** The whole card's stands in a section of the same name, after its UUID: no slice is pending then. */
    private void memory(String name, String value) {
        if (pending.isEmpty() || !section.endsWith("FB Memory Usage")) {
            return;
        }
        Reading reading =
                Cells.reading(value.endsWith(" MiB") ? value.substring(0, value.length() - 4) : value, Cells.MIB);
        Part part = pending.removeLast();
        pending.add(name.equals("Used") ? part.with(reading, part.total) : part.with(part.used, reading));
    }

    /** In the order of their numbers; also those of which only the name is known. */
    List<Slice> of(String uuid) {
        Map<Integer, Slice> slices = new TreeMap<>();
        names.getOrDefault(uuid, Map.of())
                .forEach((at, name) -> slices.put(
                        at, new Slice(at, name.uuid, name.profile, NONE, Reading.unknown(), Reading.unknown())));
        for (Part part : parts.getOrDefault(uuid, List.of())) {
            Slice named = slices.get(part.index);
            slices.put(
                    part.index,
                    new Slice(
                            part.index,
                            named == null ? NONE : named.uuid,
                            named == null ? NONE : named.profile,
                            part.instance,
                            part.used,
                            part.total));
        }
        return List.copyOf(slices.values());
    }

    /** Whether a process is in a slice; null where that can't be told. */
    @Nullable
    Boolean holds(String gpuUuid, Slice slice, ProcessRow process) {
        if (!slice.uuid.isEmpty() && process.uuid().equals(slice.uuid)) {
            return true;
        }
        String runs = instances.getOrDefault(gpuUuid, Map.of()).get(process.pid());
        return runs == null || slice.instance.isEmpty() ? null : (Boolean) runs.equals(slice.instance);
    }
}
