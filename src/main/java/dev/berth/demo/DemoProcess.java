package dev.berth.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A process of a box.
 *
 * @param pid as the host sees it
 * @param innerPid as its own container sees it; the same on the host
 * @param parent as its own container sees it
 * @param gpuMemory MiB by index of the GPU
 */
record DemoProcess(
        long pid,
        long innerPid,
        long parent,
        String user,
        List<String> argv,
        Instant started,
        Map<Integer, Integer> gpuMemory) {
    DemoProcess {
        argv = List.copyOf(argv);
        gpuMemory = Map.copyOf(gpuMemory);
    }

    String line() {
        return String.join(" ", argv);
    }

    long uid() {
        return user.equals("root") ? 0 : 1000;
    }

    /** Hundredths of a second since the box started, as {@code /proc/PID/stat} counts. */
    long ticks(Instant boot) {
        return (started.toEpochMilli() - boot.toEpochMilli()) / 10;
    }
}
