package dev.berth.tui.table;

import dev.berth.api.Container;
import dev.berth.api.Gpu;
import org.jspecify.annotations.Nullable;

/** Joins what a container was given with the GPUs there are. */
public final class Grants {
    private Grants() {}

    public static boolean covers(Container.@Nullable GpuGrant grant, Gpu gpu) {
        if (grant == null) {
            return false;
        } else if (grant.count() != null) {
            // Docker gives the first ones
            return gpu.index() < grant.count();
        }
        return grant.all() || grant.devices().stream().anyMatch(device -> names(device, gpu));
    }

    /** By index or UUID, or by a slice of it: {@code 0:2} or that one's UUID. A UUID may be cut short. */
    private static boolean names(String device, Gpu gpu) {
        String index = Integer.toString(gpu.index());
        return device.equals(index)
                || device.startsWith(index + ":")
                || device.startsWith("GPU-") && gpu.uuid().startsWith(device)
                || device.startsWith("MIG-")
                        && gpu.slices().stream().anyMatch(slice -> slice.uuid().startsWith(device));
    }
}
