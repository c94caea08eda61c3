package dev.berth.fleet;

import dev.berth.api.JupyterServer.Kernel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Since when kernels are busy, as far as looks at them tell: Jupyter itself does not say. */
final class BusyTimes {
    private static final int MOST = 1000;

    private final Map<String, Long> since = new HashMap<>();

    /** @param now in nanoseconds */
    synchronized List<Kernel> told(List<Kernel> kernels, long now) {
        return kernels.stream().map(kernel -> told(kernel, now)).toList();
    }

    private Kernel told(Kernel kernel, long now) {
        if (!kernel.busy()) {
            since.remove(kernel.id());
            return kernel;
        }
        if (since.size() >= MOST) {
            since.clear();
        }
        long first = since.computeIfAbsent(kernel.id(), id -> now);
        return kernel.busyFor((now - first) / 1e9);
    }
}
