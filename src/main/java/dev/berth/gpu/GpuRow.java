package dev.berth.gpu;

import dev.berth.api.GpuHealth;
import dev.berth.api.Reading;
import dev.berth.api.RemoteText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A GPU as nvidia-smi's row tells it.
 *
 * @param count how many GPUs the host has; 0 where it does not say
 */
record GpuRow(
        int index,
        String uuid,
        int count,
        String name,
        Reading utilization,
        Reading memoryUsed,
        Reading memoryTotal,
        Reading temperature,
        Reading power,
        Reading powerLimit,
        GpuHealth health) {

    /** Null for a row that was cut short, or that is words rather than a row. */
    static @Nullable GpuRow parse(String text, List<String> fields) {
        List<String> cells = cells(text, fields);
        if (cells == null) {
            return null;
        }
        int index = (int) SmiLine.number(cell(cells, fields, "index"));
        String uuid = RemoteText.oneLine(cell(cells, fields, "uuid"), 80);
        if (index < 0 || uuid.isEmpty()) {
            return null;
        }
        return new GpuRow(
                index,
                uuid,
                (int) Math.max(0, SmiLine.number(cell(cells, fields, "count"))),
                RemoteText.oneLine(cell(cells, fields, "name"), 100),
                Cells.reading(cell(cells, fields, "utilization.gpu"), 1),
                Cells.reading(cell(cells, fields, "memory.used"), Cells.MIB),
                Cells.reading(cell(cells, fields, "memory.total"), Cells.MIB),
                Cells.reading(cell(cells, fields, "temperature.gpu"), 1),
                Cells.reading(cell(cells, fields, "power.draw"), 1),
                Cells.reading(cell(cells, fields, "power.limit"), 1),
                health(cells, fields));
    }

    private static GpuHealth health(List<String> cells, List<String> fields) {
        return new GpuHealth(
                Cells.reading(cell(cells, fields, "clocks.current.sm"), 1),
                Cells.reading(cell(cells, fields, "clocks.max.sm"), 1),
                SlowedBy.parse(cell(cells, fields, "clocks_throttle_reasons.active")),
                Cells.reading(cell(cells, fields, "ecc.errors.uncorrected.volatile.total"), 1),
                switch (cell(cells, fields, "mig.mode.current")) {
                    case "Enabled" -> true;
                    case "Disabled" -> false;
                    default -> null;
                });
    }

    /** One cell a field. Only the name may hold commas: it is what is left between the others. */
    private static @Nullable List<String> cells(String text, List<String> fields) {
        List<String> cells = new ArrayList<>(List.of(text.split(",", -1)));
        int extra = cells.size() - fields.size();
        int name = fields.indexOf("name");
        if (extra < 0 || extra > 0 && name < 0) {
            return null;
        }
        if (extra > 0) {
            List<String> parts = cells.subList(name, name + extra + 1);
            String whole = String.join(",", parts);
            parts.clear();
            cells.add(name, whole);
        }
        cells.replaceAll(String::strip);
        return cells;
    }

    private static String cell(List<String> cells, List<String> fields, String field) {
        int at = fields.indexOf(field);
        return at < 0 ? "" : cells.get(at);
    }
}
