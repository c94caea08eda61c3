package dev.berth.demo;

import dev.berth.demo.DemoContainer.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One made-up box: its cards, containers and processes. All its answers come from here. Safe for several threads. */
final class DemoWorld implements AutoCloseable {
    static final Duration UPTIME = Duration.ofDays(19);

    private final String name;
    private final String address;
    private final Instant boot = Instant.now().minus(UPTIME);
    private final AtomicLong pids = new AtomicLong(41_000);
    private final DemoPlace place = new DemoPlace(pids, null, DemoSshServer.USER, "/home/demo", "4.5.0");
    private final List<DemoGpu> gpus;
    private final List<DemoContainer> containers = new CopyOnWriteArrayList<>();
    private final DemoEvents events = new DemoEvents();

    /** @param address of the box in its own made-up network */
    DemoWorld(String name, String address, List<DemoGpu> gpus) {
        this.name = name;
        this.address = address;
        this.gpus = List.copyOf(gpus);
    }

    String name() {
        return name;
    }

    Instant boot() {
        return boot;
    }

    /** The box itself, outside of its containers. */
    DemoPlace place() {
        return place;
    }

    List<DemoGpu> gpus() {
        return gpus;
    }

    List<DemoContainer> containers() {
        return containers;
    }

    DemoEvents events() {
        return events;
    }

    /** @param user whom its processes run as, and whose home is the working directory of root's */
    DemoContainer add(DemoContainer.Description description, String user, String directory, String jupyterVersion) {
        DemoContainer container =
                new DemoContainer(description, new DemoPlace(pids, description.id(), user, directory, jupyterVersion));
        containers.add(container);
        return container;
    }

    /** By name or the first characters of its id, as Docker takes it. */
    @Nullable
    DemoContainer container(String wanted) {
        for (DemoContainer container : containers) {
            if (container.name().equals(wanted) || container.id().equals(wanted)) {
                return container;
            }
        }
        List<DemoContainer> starting = containers.stream()
                .filter(container -> !wanted.isEmpty() && container.id().startsWith(wanted))
                .toList();
        return starting.size() == 1 ? starting.getFirst() : null;
    }

    List<DemoProcess> processes() {
        List<DemoProcess> all = new ArrayList<>(place.processes());
        containers.forEach(container -> all.addAll(container.place().processes()));
        return all;
    }

    /** The container that a process of the host's numbering runs in. */
    @Nullable
    DemoContainer containerOf(DemoProcess process) {
        return containers.stream()
                .filter(container -> container.place().processes().contains(process))
                .findFirst()
                .orElse(null);
    }

    int gpuMemoryUsed(DemoGpu gpu) {
        return processes().stream()
                .mapToInt(process -> process.gpuMemory().getOrDefault(gpu.index(), 0))
                .sum();
    }

    /** The loopback port of this machine that stands for what the box would reach there; null where nobody listens. */
    @Nullable
    Integer listenerAt(String wanted, int port) {
        boolean loopback = wanted.equals("localhost") || wanted.equals("127.0.0.1") || wanted.equals("::1");
        if (loopback || wanted.equals(address)) {
            DemoListener own = place.listeners().get(port);
            if (own != null && (loopback || !own.loopbackOnly())) {
                return own.localPort();
            }
            return published(port);
        }
        for (DemoContainer container : containers) {
            if (container.running() && container.description().address().equals(wanted)) {
                return reachable(container, port);
            }
        }
        return null;
    }

    private @Nullable Integer published(int hostPort) {
        for (DemoContainer container : containers) {
            for (Port port : container.description().ports()) {
                Integer outside = port.hostPort();
                if (outside != null && outside == hostPort && container.running()) {
                    return reachable(container, port.port());
                }
            }
        }
        return null;
    }

    private static @Nullable Integer reachable(DemoContainer container, int port) {
        DemoListener listener = container.place().listeners().get(port);
        if (listener == null || listener.loopbackOnly()) {
            return null;
        }
        return listener.localPort();
    }

    void start(DemoContainer container) {
        container.start(Instant.now());
        events.tell(container, "start");
    }

    void stop(DemoContainer container) {
        container.stop(Instant.now(), 0);
        events.tell(container, "die");
        events.tell(container, "stop");
    }

    @Override
    public void close() {
        events.close();
        containers.forEach(container -> container.place().clear());
        place.clear();
    }
}
