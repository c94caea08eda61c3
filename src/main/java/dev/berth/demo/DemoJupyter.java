package dev.berth.demo;

import com.sun.net.httpserver.HttpServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A running stand-in of a Jupyter server: a process of the box, a listener, and a real HTTP server behind both. */
final class DemoJupyter implements DemoListener {
    /** @param process that it runs as */
    record Kernel(String id, String notebook, String state, DemoProcess process) {}

    private final DemoPlace place;
    private final JupyterPlan plan;
    private final DemoProcess process;
    private final HttpServer http = DemoHttp.open();
    private final List<Kernel> kernels = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private DemoJupyter(DemoPlace place, JupyterPlan plan, DemoProcess process) {
        this.place = place;
        this.plan = plan;
        this.process = process;
    }

    static DemoJupyter start(DemoPlace place, JupyterPlan plan, Instant started) {
        DemoProcess process = place.spawn(1, started, Map.of(), plan.argv(place.user()));
        DemoJupyter server = new DemoJupyter(place, plan, process);
        server.http.createContext("/", new JupyterApi(server));
        server.http.start();
        place.listeners().put(plan.port(), server);
        return server;
    }

    /** @param gpuMemoryMib 0: it uses none */
    void addKernel(String notebook, String state, int gpuMemoryMib, int gpu) {
        String id = UUID.nameUUIDFromBytes((notebook + plan.port()).getBytes(StandardCharsets.UTF_8))
                .toString();
        String file = place.home() + "/.local/share/jupyter/runtime/kernel-" + id + ".json";
        DemoProcess running = place.spawn(
                process.innerPid(),
                process.started().plusSeconds(90),
                gpuMemoryMib == 0 ? Map.of() : Map.of(gpu, gpuMemoryMib),
                List.of("/usr/bin/python3", "-m", "ipykernel_launcher", "-f", file));
        kernels.add(new Kernel(id, notebook, state, running));
    }

    JupyterPlan plan() {
        return plan;
    }

    DemoProcess process() {
        return process;
    }

    List<Kernel> kernels() {
        return kernels;
    }

    String version() {
        return "2.17.0";
    }

    CountDownLatch ended() {
        return ended;
    }

    @Override
    public int port() {
        return plan.port();
    }

    @Override
    public int localPort() {
        return http.getAddress().getPort();
    }

    @Override
    public boolean loopbackOnly() {
        return plan.loopbackOnly();
    }

    /** Ends the server and its kernels, at once. Both who asked it to and who loses patience may call. */
    synchronized void shutdown() {
        if (ended.getCount() == 0) {
            return;
        }
        place.listeners().remove(plan.port(), this);
        kernels.forEach(kernel -> place.processes().remove(kernel.process()));
        place.processes().remove(process);
        close();
    }

    @Override
    public void close() {
        http.stop(0);
        ended.countDown();
    }
}
