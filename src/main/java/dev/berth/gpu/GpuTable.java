package dev.berth.gpu;

import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.Reading;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins rows of GPUs and of processes. */
final class GpuTable {
    private static final double FREE_BUSY_PERCENT = 5;
    private static final double FREE_MEMORY_SHARE = 0.1;

    private GpuTable() {}

    /** @param processes null where they could not be read: then no GPU is known to be free */
    static List<Gpu> join(
            String host,
            List<GpuRow> gpus,
            @Nullable List<ProcessRow> processes,
            Owners owners,
            Function<String, @Nullable String> containerName) {
        return gpus.stream()
                .map(row -> {
                    List<ProcessRow> on = processes == null
                            ? List.of()
                            : processes.stream().filter(p -> on(p, row, gpus)).toList();
                    return gpu(host, row, free(row, processes == null ? null : on), on, owners, containerName);
                })
                .toList();
    }

    /** A MIG slice's processes may come with the slice's UUID, which says nothing on a host of several GPUs. */
    private static boolean on(ProcessRow process, GpuRow row, List<GpuRow> gpus) {
        return process.uuid().equals(row.uuid())
                || gpus.size() == 1 && process.uuid().startsWith("MIG-");
    }

    private static Gpu gpu(
            String host,
            GpuRow row,
            @Nullable Boolean free,
            List<ProcessRow> on,
            Owners owners,
            Function<String, @Nullable String> containerName) {
        List<GpuProcess> processes = on.stream()
                .filter(p -> p.pid() >= 0)
                .map(p -> new GpuProcess(
                        p.pid(),
                        owners.user(p.pid()),
                        p.name(),
                        p.memory(),
                        owners.container(p.pid(), containerName),
                        owners.kernel(p.pid())))
                .toList();
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
                processes);
    }

    /** One sign of use is enough for no; yes needs all three to be known. */
    private static @Nullable Boolean free(GpuRow row, @Nullable List<ProcessRow> on) {
        Boolean idle = row.utilization() instanceof Reading.Value busy ? busy.value() < FREE_BUSY_PERCENT : null;
        Boolean empty =
                row.memoryUsed() instanceof Reading.Value used && row.memoryTotal() instanceof Reading.Value total
                        ? used.value() < FREE_MEMORY_SHARE * total.value()
                        : null;
        Boolean nobody = on == null ? null : on.isEmpty();
        if (Boolean.FALSE.equals(idle) || Boolean.FALSE.equals(empty) || Boolean.FALSE.equals(nobody)) {
            return false;
        }
        return idle == null || empty == null || nobody == null ? null : Boolean.TRUE;
    }
}
