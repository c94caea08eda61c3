package dev.berth.tui.action;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostSnapshot;
import dev.berth.tui.table.Grants;
import dev.berth.tui.table.Subject;
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

    /** The same of the slices of cards that are split; null where none is known to be free. */
    static Subject.@Nullable OfSlice slice(@Nullable HostSnapshot host) {
        Subject.OfSlice freest = null;
        if (host == null) {
            return null;
        }
        for (Gpu gpu : host.gpus().items()) {
            for (GpuSlice slice : gpu.slices()) {
                boolean more = freest == null || unused(slice) > unused(freest.slice());
                if (Boolean.TRUE.equals(slice.free()) && more) {
                    freest = new Subject.OfSlice(host, gpu, slice);
                }
            }
        }
        return freest;
    }

    private static double unused(GpuSlice slice) {
        return slice.memoryTotal().or(0) - slice.memoryUsed().or(0);
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
