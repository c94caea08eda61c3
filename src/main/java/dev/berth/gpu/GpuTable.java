package dev.berth.gpu;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins rows of GPUs and of processes. */
final class GpuTable {
    /** Where the driver does not tell what each holds, last and as they came. */
    private static final Comparator<ProcessRow> LARGEST_FIRST = Comparator.comparingDouble(
                    (ProcessRow process) -> process.memory().or(-1))
            .reversed();

    private GpuTable() {}

    /** @param processes null where they could not be read: then no GPU is known to be free */
    static List<Gpu> join(
            String host,
            List<GpuRow> gpus,
            @Nullable List<ProcessRow> processes,
            Slices slices,
            FreeGpu limits,
            Owners owners,
            Function<String, @Nullable String> containerName) {
        List<Gpu> joined = new ArrayList<>();
        for (GpuRow row : gpus) {
            List<Slices.Slice> of = slices.of(row.uuid());
            List<ProcessRow> on = new ArrayList<>();
            for (ProcessRow process : processes == null ? List.<ProcessRow>of() : processes) {
                if (on(process, row, gpus.size() == 1, of)) {
                    on.add(process);
                }
            }
            List<GpuSlice> parts = new ArrayList<>();
            for (Slices.Slice slice : of) {
                List<ProcessRow> inside = new ArrayList<>();
                boolean known = processes != null;
                for (ProcessRow process : on) {
                    Boolean holds = slices.holds(row.uuid(), slice, process);
                    known &= holds != null;
                    if (Boolean.TRUE.equals(holds)) {
                        inside.add(process);
                    }
                }
                Boolean free =
                        free(true, empty(slice.used(), slice.total(), limits), nobody(known ? inside : null, limits));
                parts.add(new GpuSlice(
                        slice.index(),
                        slice.uuid(),
                        slice.profile(),
                        slice.used(),
                        slice.total(),
                        inside.isEmpty() ? free : Boolean.FALSE,
                        named(inside, owners, containerName)));
            }
            Boolean free = free(
                    idle(row.utilization(), limits),
                    empty(row.memoryUsed(), row.memoryTotal(), limits),
                    nobody(processes == null ? null : on, limits));
            joined.add(gpu(host, row, free, named(on, owners, containerName), parts));
        }
        return joined;
    }

    /** A MIG slice's processes may come with the slice's UUID. */
    private static boolean on(ProcessRow process, GpuRow row, boolean only, List<Slices.Slice> slices) {
        return process.uuid().equals(row.uuid())
                || only && process.uuid().startsWith("MIG-")
                || slices.stream().anyMatch(slice -> slice.uuid().equals(process.uuid()));
    }

    private static List<GpuProcess> named(
            List<ProcessRow> processes, Owners owners, Function<String, @Nullable String> containerName) {
        return processes.stream()
                .filter(p -> p.pid() >= 0)
                .sorted(LARGEST_FIRST)
                .map(p -> new GpuProcess(
                        p.pid(),
                        owners.user(p.pid()),
                        p.name(),
                        p.memory(),
                        owners.container(p.pid(), containerName),
                        owners.kernel(p.pid())))
                .toList();
    }

    private static Gpu gpu(
            String host, GpuRow row, @Nullable Boolean free, List<GpuProcess> processes, List<GpuSlice> slices) {
        return new Gpu(
                host,
                row.index(),
                row.uuid(),
                row.name(),
                row.utilization(),
                row.memoryUsed(),
                row.memoryTotal(),
                row.temperature(),
                row.power(),
                row.powerLimit(),
                row.health(),
                free,
                processes,
                slices);
    }

    private static @Nullable Boolean idle(Reading utilization, FreeGpu limits) {
        return utilization instanceof Reading.Value busy ? (Boolean) (busy.value() < limits.busy()) : null;
    }

    private static @Nullable Boolean empty(Reading used, Reading total, FreeGpu limits) {
        return used instanceof Reading.Value some && total instanceof Reading.Value all
                ? (Boolean) (some.value() < limits.memory() / 100 * all.value())
                : null;
    }

    private static @Nullable Boolean nobody(@Nullable List<ProcessRow> on, FreeGpu limits) {
        return on == null ? null : (Boolean) (on.size() <= limits.processes());
    }

    /** One sign of use is enough for no; yes needs all three to be known. */
    private static @Nullable Boolean free(@Nullable Boolean idle, @Nullable Boolean empty, @Nullable Boolean nobody) {
        if (Boolean.FALSE.equals(idle) || Boolean.FALSE.equals(empty) || Boolean.FALSE.equals(nobody)) {
            return false;
        }
        return idle == null || empty == null || nobody == null ? null : Boolean.TRUE;
    }
}
