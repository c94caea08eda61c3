package dev.berth.gpu;

import dev.berth.api.GpuHealth;
import dev.berth.api.Json;
import dev.berth.api.Reading;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * AMD's cards as amd-smi's JSON tells them, which takes rocm-smi's place: one document each of {@code list}, {@code
 * metric} and {@code static}, a list of cards or, in newer releases, that list as {@code gpu_data}.
 */
final class AmdSmi {
    private static final double MIB = 1 << 20;

    private final Map<Integer, Map<String, Object>> cards = new TreeMap<>();

    void take(String json) {
        Object parsed;
        try {
            parsed = Json.readAny(json);
        } catch (IOException broken) {
            return;
        }
        Object list = parsed instanceof Map<?, ?> whole ? whole.get("gpu_data") : parsed;
        for (Object card : list instanceof List<?> all ? all : List.of()) {
            if (card instanceof Map<?, ?> facts
                    && facts.get("gpu") instanceof Long index
                    && index >= 0
                    && index < 1000) {
                Map<String, Object> known = cards.computeIfAbsent(index.intValue(), number -> new HashMap<>());
                facts.forEach((name, value) -> {
                    if (value != null) {
                        known.putIfAbsent(String.valueOf(name), value);
                    }
                });
            }
        }
    }

    List<GpuRow> rows() {
        List<GpuRow> rows = new ArrayList<>();
        cards.forEach((index, facts) -> rows.add(new GpuRow(
                index,
                text(facts, "card" + index, "uuid"),
                0,
                text(facts, "AMD GPU", "asic", "market_name"),
                figure(1, at(facts, "usage", "gfx_activity")),
                figure(MIB, at(facts, "mem_usage", "used_vram")),
                figure(MIB, at(facts, "mem_usage", "total_vram")),
                figure(1, at(facts, "temperature", "edge"), at(facts, "temperature", "hotspot")),
                figure(1, at(facts, "power", "socket_power")),
                figure(
                        1,
                        at(facts, "limit", "socket_power"),
                        at(facts, "limit", "ppt0", "socket_power_limit"),
                        at(facts, "limit", "max_power")),
                GpuHealth.UNKNOWN)));
        return rows;
    }

    private static @Nullable Object at(Object facts, String... path) {
        Object at = facts;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    private static String text(Map<String, Object> facts, String otherwise, String... path) {
        String text = at(facts, path) instanceof String found ? RemoteText.oneLine(found, 100) : "";
        return text.isEmpty() || text.equals("N/A") ? otherwise : text;
    }

    /** The first of these that has a number: {@code {"value": 37, "unit": "%"}}, or the number alone. */
    private static Reading figure(double unit, @Nullable Object... figures) {
        for (Object figure : figures) {
            Object value = figure instanceof Map<?, ?> map ? map.get("value") : figure;
            Reading reading = Cells.reading(String.valueOf(value), unit);
            if (reading instanceof Reading.Value) {
                return reading;
            }
        }
        return Reading.unknown();
    }
}
