package dev.berth.gpu;

import dev.berth.api.GpuHealth;
import dev.berth.api.Json;
import dev.berth.api.Reading;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** AMD's cards as rocm-smi's JSON tells them; the names of its fields differ in case and words between releases. */
final class RocmSmi {
    private static final String CARD = "card";

    private RocmSmi() {}

    /** None where it is no such JSON. */
    static List<GpuRow> parse(String text) {
        Object parsed;
        try {
            parsed = Json.readAny(text);
        } catch (IOException broken) {
            return List.of();
        }
        List<GpuRow> rows = new ArrayList<>();
        if (parsed instanceof Map<?, ?> cards) {
            for (Map.Entry<?, ?> card : cards.entrySet()) {
                String name = String.valueOf(card.getKey());
                long index = name.startsWith(CARD) ? SmiLine.number(name.substring(CARD.length())) : -1;
                if (index >= 0 && card.getValue() instanceof Map<?, ?> facts) {
                    rows.add(row((int) index, fields(facts)));
                }
            }
        }
        rows.sort(Comparator.comparingInt(GpuRow::index));
        return rows;
    }

    private static Map<String, String> fields(Map<?, ?> facts) {
        Map<String, String> fields = new TreeMap<>();
        facts.forEach((name, value) -> fields.put(
                String.valueOf(name).toLowerCase(Locale.ROOT), RemoteText.oneLine(String.valueOf(value), 100)));
        return fields;
    }

    private static GpuRow row(int index, Map<String, String> fields) {
        String id = fields.getOrDefault("unique id", "");
        return new GpuRow(
                index,
                id.isEmpty() || id.equals("N/A") ? CARD + index : id,
                0,
                name(fields),
                figure(fields, "gpu use (%)"),
                figure(fields, "vram total used memory (b)"),
                figure(fields, "vram total memory (b)"),
                figure(fields, "temperature (sensor edge) (c)", "temperature (sensor junction) (c)"),
                figure(fields, "average graphics package power (w)", "current socket graphics package power (w)"),
                figure(fields, "max graphics package power (w)"),
                GpuHealth.UNKNOWN);
    }

    private static String name(Map<String, String> fields) {
        for (String field : List.of("card series", "card model")) {
            String name = fields.getOrDefault(field, "");
            if (!name.isEmpty() && !name.startsWith("0x") && !name.equals("N/A")) {
                return name;
            }
        }
        return "AMD GPU";
    }

    /** The first of these fields that has a number; some releases give reasons in place of one. */
    private static Reading figure(Map<String, String> fields, String... names) {
        for (String name : names) {
            String text = fields.getOrDefault(name, "");
            if (!text.startsWith("N/A") && Cells.reading(text, 1) instanceof Reading.Value value) {
                return value;
            }
        }
        return Reading.unknown();
    }
}
