package dev.berth.tui.table;

import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Reading;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The GPUs of one host or of all. */
final class GpuTable implements TableOf {
    static final GpuTable TABLE = new GpuTable();

    private static final List<Column> COLUMNS = List.of(
            Column.left("GPU", 0, 3, 5),
            Column.left("HOST", 1, 4, 20),
            Column.left("NAME", 5, 10, 30),
            Column.bar("UTIL", 0, 10, 24),
            Column.bar("MEMORY", 0, 18, 34),
            Column.right("TEMP", 3, 5, 5),
            Column.right("POWER", 4, 9, 11),
            Column.left("FREE", 2, 6, 6),
            Column.left("USED BY", 6, 8, 60));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Row> rows(Model model, Page.Table page) {
        List<Row> rows = Sections.rows(model, page, HostSnapshot::gpus, (host, gpu) -> row(model, host, gpu));
        if (page.host() == null) {
            rows.sort(Comparator.comparingLong(GpuTable::unused).reversed());
        }
        List<Row> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(row);
            if (row.subject() instanceof Subject.OfGpu it) {
                it.gpu().slices().forEach(slice -> all.add(row(it, slice, row.stale())));
            }
        }
        return all;
    }

    /** Whole GiB, free cards before all others: a list of all hosts shows first where there is room, and does not jitter. */
    private static long unused(Row row) {
        if (!(row.subject() instanceof Subject.OfGpu it)) {
            return -1;
        }
        Gpu gpu = it.gpu();
        boolean known = gpu.memoryTotal() instanceof Reading.Value && gpu.memoryUsed() instanceof Reading.Value;
        long gib = known ? (long) (gpu.unused() / (1L << 30)) : 0;
        return gib + (Boolean.TRUE.equals(gpu.free()) ? 1L << 20 : 0);
    }

    private static Row row(Model model, HostSnapshot host, Gpu gpu) {
        List<Cell> cells = List.of(
                Cell.number(Integer.toString(gpu.index()), gpu.index()),
                Cell.text(host.host()),
                Cell.text(gpu.name()),
                utilization(gpu.utilization()),
                memory(gpu.memoryUsed(), gpu.memoryTotal()),
                temperature(gpu.temperature()),
                power(gpu.power(), gpu.powerLimit()),
                free(gpu.free()),
                Cell.text(users(gpu.processes())));
        return new Row(new Subject.OfGpu(host, gpu), cells, Sections.stale(model, host, host.gpus()));
    }

    private static Row row(Subject.OfGpu it, GpuSlice slice, boolean stale) {
        Subject.OfSlice subject = new Subject.OfSlice(it.snapshot(), it.gpu(), slice);
        List<Cell> cells = List.of(
                Cell.number(subject.number(), it.gpu().index() + (slice.index() + 1) / 1000.0),
                Cell.text(it.host()),
                Cell.text("MIG " + slice.profile()),
                Cell.UNKNOWN,
                memory(slice.memoryUsed(), slice.memoryTotal()),
                Cell.UNKNOWN,
                Cell.UNKNOWN,
                free(slice.free()),
                Cell.text(users(slice.processes())));
        return new Row(subject, cells, stale);
    }

    private static Cell utilization(Reading reading) {
        return switch (reading) {
            case Reading.Value value -> Cell.bar(Math.round(value.value()) + "%", value.value() / 100);
            case Reading.Unknown unknown -> Cell.UNKNOWN;
            case Reading.Failed failed -> failed();
        };
    }

    private static Cell memory(Reading used, Reading total) {
        if (used instanceof Reading.Failed || total instanceof Reading.Failed) {
            return failed();
        }
        if (used instanceof Reading.Value u && total instanceof Reading.Value t && t.value() > 0) {
            return Cell.bar(Words.pair(u.value(), t.value()), u.value() / t.value());
        }
        return used instanceof Reading.Value value
                ? Cell.number(Words.bytes(value.value()), value.value())
                : Cell.UNKNOWN;
    }

    private static Cell temperature(Reading reading) {
        return switch (reading) {
            case Reading.Value value -> {
                Style style = value.value() >= 85 ? Style.ERROR : value.value() >= 75 ? Style.WARN : Style.TEXT;
                yield Cell.number(Math.round(value.value()) + "°C", value.value())
                        .in(style);
            }
            case Reading.Unknown unknown -> Cell.UNKNOWN;
            case Reading.Failed failed -> failed();
        };
    }

    private static Cell power(Reading used, Reading limit) {
        return switch (used) {
            case Reading.Value value -> {
                String of = limit instanceof Reading.Value most ? "/" + Math.round(most.value()) : "";
                yield Cell.number(Math.round(value.value()) + of + "W", value.value());
            }
            case Reading.Unknown unknown -> Cell.UNKNOWN;
            case Reading.Failed failed -> failed();
        };
    }

    private static Cell failed() {
        return new Cell("error", Style.ERROR, -2, Double.NaN);
    }

    private static Cell free(@Nullable Boolean free) {
        if (free == null) {
            return Cell.UNKNOWN;
        }
        return free ? new Cell("free", Style.OK, 0, Double.NaN) : new Cell("in use", Style.TEXT, 1, Double.NaN);
    }

    /** Who is on it: containers, and users where there is no container. */
    private static String users(List<GpuProcess> processes) {
        Set<String> names = new LinkedHashSet<>();
        for (GpuProcess process : processes) {
            names.add(process.container() != null ? process.container() : Words.orNone(process.user()));
        }
        return String.join(" ", names);
    }
}
