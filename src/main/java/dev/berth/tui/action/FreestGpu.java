package dev.berth.tui.action;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.HostSnapshot;
import dev.berth.tui.table.Grants;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of the GPUs that nobody uses the one with the most memory left. */
final class FreestGpu {
    private FreestGpu() {}

    /** Null where none is known to be free. */
    static @Nullable Gpu of(@Nullable HostSnapshot host) {
        return host == null ? null : freest(host.gpus().items());
    }

    /** Of those a container was given; null where it was given none, or one that needs no choice. */
    static @Nullable Gpu of(@Nullable HostSnapshot host, Container container) {
        if (host == null || container.gpus() == null) {
            return null;
        }
        Container.GpuGrant grant = container.gpus();
        List<Gpu> given = host.gpus().items().stream()
                .filter(gpu -> Grants.covers(grant, gpu))
                .toList();
        return given.size() < 2 ? null : freest(given);
    }

    private static @Nullable Gpu freest(List<Gpu> gpus) {
        return gpus.stream()
                .filter(gpu -> Boolean.TRUE.equals(gpu.free()))
                .max(Comparator.comparingDouble(Gpu::unused))
                .orElse(null);
    }
}
