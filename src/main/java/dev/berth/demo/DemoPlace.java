package dev.berth.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Where processes run and ports are listened on: the box itself, or one of its containers. Safe for several threads. */
final class DemoPlace {
    private final AtomicLong hostPids;
    private final AtomicLong innerPids;
    private final String user;
    private final String directory;
    private final String jupyterVersion;
    private final @Nullable String containerId;
    private final List<DemoProcess> processes = new CopyOnWriteArrayList<>();
    private final Map<Integer, DemoListener> listeners = new ConcurrentHashMap<>();
    private final Map<String, JupyterPlan> planned = new ConcurrentHashMap<>();

    /**
     * @param containerId null for the box itself
     * @param jupyterVersion of the JupyterLab installed; empty where there is none
     */
    DemoPlace(AtomicLong hostPids, @Nullable String containerId, String user, String directory, String jupyterVersion) {
        this.hostPids = hostPids;
        this.innerPids = containerId == null ? hostPids : new AtomicLong(1);
        this.containerId = containerId;
        this.user = user;
        this.directory = directory;
        this.jupyterVersion = jupyterVersion;
    }

    @Nullable
    String containerId() {
        return containerId;
    }

    String user() {
        return user;
    }

    String home() {
        return user.equals("root") ? "/root" : "/home/" + user;
    }

    String directory() {
        return directory;
    }

    String jupyterVersion() {
        return jupyterVersion;
    }

    List<DemoProcess> processes() {
        return processes;
    }

    Map<Integer, DemoListener> listeners() {
        return listeners;
    }

    /** Starts that were prepared and have not begun, by their directory. */
    Map<String, JupyterPlan> planned() {
        return planned;
    }

    DemoProcess spawn(long parent, Instant started, Map<Integer, Integer> gpuMemory, List<String> argv) {
        long pid = hostPids.getAndIncrement();
        long inner = containerId == null ? pid : innerPids.getAndIncrement();
        DemoProcess process = new DemoProcess(pid, inner, parent, user, argv, started, gpuMemory);
        processes.add(process);
        return process;
    }

    boolean isFree(int port) {
        return !listeners.containsKey(port) && planned.values().stream().noneMatch(plan -> plan.port() == port);
    }

    List<DemoJupyter> servers() {
        return listeners.values().stream()
                .filter(DemoJupyter.class::isInstance)
                .map(DemoJupyter.class::cast)
                .toList();
    }

    /** Ends all that runs here, as the end of a container does. */
    void clear() {
        listeners.values().forEach(DemoListener::close);
        listeners.clear();
        planned.clear();
        processes.clear();
        if (containerId != null) {
            innerPids.set(1);
        }
    }
}
