package dev.berth.fleet;

import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.Reading;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins the kernels of a host's servers with the processes on its GPUs. */
final class KernelMemory {
    private KernelMemory() {}

    /** @param gpus none where nothing is known of them: then it stays unknown what a kernel holds */
    static List<JupyterServer> join(List<JupyterServer> servers, List<Gpu> gpus) {
        if (gpus.isEmpty()) {
            return servers;
        }
        return servers.stream()
                .map(server -> server.with(
                        server.localPort(),
                        server.kernels().stream()
                                .map(kernel -> kernel.holding(held(kernel, gpus)))
                                .toList()))
                .toList();
    }

    /** Bytes on all GPUs; null where a process of it does not tell. */
    private static @Nullable Long held(Kernel kernel, List<Gpu> gpus) {
        double bytes = 0;
        for (Gpu gpu : gpus) {
            for (GpuProcess process : gpu.processes()) {
                if (!Objects.equals(process.kernel(), kernel.id())) {
                    continue;
                }
                if (!(process.memoryUsed() instanceof Reading.Value value)) {
                    return null;
                }
                bytes += value.value();
            }
        }
        return (long) bytes;
    }
}
