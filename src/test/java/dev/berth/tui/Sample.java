package dev.berth.tui;

import dev.berth.api.CommandRecord;
import dev.berth.api.Container;
import dev.berth.api.Gpu;
import dev.berth.api.GpuHealth;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.JupyterServer;
import dev.berth.api.LinkKind;
import dev.berth.api.Notice;
import dev.berth.api.Problem;
import dev.berth.api.Reading;
import dev.berth.api.Reply;
import dev.berth.api.Section;
import dev.berth.api.Settings;
import dev.berth.api.TunnelStatus;
import dev.berth.api.Vitals;
import dev.berth.api.Volume;
import dev.berth.api.Watches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small fleet at one moment, as tests and the trial screen show it. */
public final class Sample {
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final double GIB = 1 << 30;

    private final Instant now;

    public Sample(Instant now) {
        this.now = now;
    }

    public static Reply.Welcome welcome() {
        return new Reply.Welcome(1, "0.1.0", 4711, NOON, null, false, Settings.DEFAULT);
    }

    public List<HostSnapshot> fleet() {
        return List.of(gpu1(), cpu1(), HostSnapshot.off("gpu2", true), reconnecting(), failed());
    }

    public HostSnapshot gpu1() {
        return new HostSnapshot(
                "gpu1",
                HostState.UP,
                null,
                null,
                "10.20.0.11",
                "dev",
                0.0123,
                now.minusSeconds(7300),
                LinkKind.SSHJ,
                true,
                Section.of(containers(), now.minusSeconds(3)),
                Section.of(gpus(), now.minusSeconds(1)),
                Section.of(servers(), now.minusSeconds(2)),
                Section.empty(),
                Section.of(volumes(), now.minusSeconds(2)),
                new Vitals(
                        3.2,
                        64,
                        12.0,
                        62L << 30,
                        504L << 30,
                        List.of(new Vitals.Disk("/var/lib/docker", 812L << 30, 3_600L << 30)),
                        List.of("train")),
                null,
                Watches.NONE);
    }

    public HostSnapshot cpu1() {
        return new HostSnapshot(
                "cpu1",
                HostState.UP,
                null,
                null,
                "10.20.0.21",
                "dev",
                0.0402,
                now.minusSeconds(60),
                LinkKind.SSHJ,
                false,
                Section.<Container>empty()
                        .failed(Problem.of(
                                Problem.Code.DOCKER_DENIED,
                                "Docker on cpu1 refused dev: permission denied on /var/run/docker.sock.",
                                "Add dev to the group docker on cpu1 (it equals root), then reconnect.")),
                Section.<Gpu>empty()
                        .failed(Problem.of(
                                Problem.Code.NO_NVIDIA_SMI,
                                "There is no nvidia-smi on cpu1.",
                                "Install the NVIDIA driver there if it has a GPU.")),
                Section.of(List.of(), now.minusSeconds(4)),
                Section.empty(),
                Section.of(List.of(), now.minusSeconds(4)),
                null,
                null,
                Watches.NONE);
    }

    private HostSnapshot reconnecting() {
        return new HostSnapshot(
                "raid",
                HostState.RECONNECTING,
                Problem.of(Problem.Code.LINK_LOST, "The connection to raid was lost: it stopped answering."),
                now.plusSeconds(8),
                "10.20.0.31",
                "ml",
                null,
                now.minusSeconds(21),
                LinkKind.SSHJ,
                false,
                Section.of(
                        List.of(container("raid", "prep", "ubuntu:24.04", "running", List.of(), null)),
                        now.minusSeconds(25)),
                Section.empty(),
                Section.empty(),
                Section.empty(),
                Section.empty(),
                null,
                null,
                Watches.NONE);
    }

    private List<Volume> volumes() {
        return List.of(
                new Volume(
                        "gpu1",
                        "datasets",
                        "local",
                        now.minusSeconds(90_000),
                        "/var/lib/docker/volumes/datasets/_data",
                        List.of("cont1", "stopped")),
                new Volume("gpu1", "ab".repeat(32), "local", now.minusSeconds(7_000), "/var/lib/docker/v", List.of()),
                new Volume("gpu1", "cache", "local", null, "/var/lib/docker/volumes/cache/_data", List.of()));
    }

    private HostSnapshot failed() {
        return new HostSnapshot(
                "old-box",
                HostState.FAILED,
                Problem.of(
                        Problem.Code.HOST_UNREACHABLE,
                        "Cannot reach old-box: connection refused on port 22.",
                        "Is sshd running there, and the VPN up? r tries again."),
                null,
                "192.0.2.7",
                "root",
                null,
                now.minusSeconds(300),
                null,
                false,
                Section.empty(),
                Section.empty(),
                Section.empty(),
                Section.empty(),
                Section.empty(),
                null,
                null,
                Watches.NONE);
    }

    private List<Container> containers() {
        return List.of(
                container(
                        "gpu1",
                        "cont1",
                        "nvcr.io/nvidia/pytorch:25.01-py3",
                        "running",
                        List.of(published(9999), publishedV6(9999)),
                        new Container.GpuGrant(true, null, List.of())),
                container(
                        "gpu1",
                        "train",
                        "nvcr.io/nvidia/pytorch:25.01-py3",
                        "running",
                        List.of(),
                        new Container.GpuGrant(false, null, List.of("0", "1"))),
                container(
                        "gpu1",
                        "plain",
                        "busybox",
                        "running",
                        List.of(new Container.PortMapping(null, null, 8888, "tcp")),
                        null),
                container("gpu1", "データ処理", "python:3.12", "running", List.of(), null),
                container("gpu1", "stopped", "jupyter/minimal-notebook", "exited", List.of(), null),
                container(
                        "gpu1",
                        "crashed-with-a-very-long-name-that-nobody-wants-to-type",
                        "registry.example.org/team/project/image:2026.02.17-rc3",
                        "exited",
                        List.of(),
                        new Container.GpuGrant(false, 2, List.of())));
    }

    private Container container(
            String host,
            String name,
            String image,
            String state,
            List<Container.PortMapping> ports,
            Container.@Nullable GpuGrant gpus) {
        boolean up = state.equals("running");
        String status =
                up ? "Up 3 hours" : name.startsWith("crashed") ? "Exited (137) 2 hours ago" : "Exited (0) 5 days ago";
        return new Container(
                host,
                "4f5c9e2b77aa" + Integer.toHexString(name.hashCode()),
                name,
                image,
                state,
                status,
                now.minusSeconds(up ? 11_000 : 500_000),
                null,
                ports,
                gpus,
                "bridge");
    }

    private static Container.PortMapping published(int port) {
        return new Container.PortMapping("0.0.0.0", port, port, "tcp");
    }

    private static Container.PortMapping publishedV6(int port) {
        return new Container.PortMapping("::", port, port, "tcp");
    }

    private List<Gpu> gpus() {
        List<Gpu> gpus = new ArrayList<>();
        double[] busy = {97, 64, 0, 0, 3, 100, 88, 0};
        double[] used = {71.2, 31.4, 0.4, 0.4, 2.1, 79.6, 55.5, 0.4};
        for (int i = 0; i < busy.length; i++) {
            gpus.add(new Gpu(
                    "gpu1",
                    i,
                    "GPU-5a1b2c3d-0000-4000-8000-00000000000" + i,
                    "NVIDIA A100-SXM4-80GB",
                    Reading.of(busy[i]),
                    Reading.of(used[i] * GIB),
                    Reading.of(80 * GIB),
                    i == 7 ? new Reading.Failed("GPU is lost") : Reading.of(34 + busy[i] / 2),
                    i == 6 ? Reading.unknown() : Reading.of(60 + busy[i] * 3.2),
                    Reading.of(400),
                    health(busy[i]),
                    used[i] < 1,
                    used[i] < 1 ? List.of() : processes(i, used[i]),
                    List.of()));
        }
        return gpus;
    }

    private static GpuHealth health(double busy) {
        return new GpuHealth(
                Reading.of(busy > 0 ? 1275 : 210),
                Reading.of(1410),
                busy > 90 ? List.of("power limit") : List.of(),
                Reading.of(0),
                false);
    }

    private static List<GpuProcess> processes(int index, double used) {
        return List.of(
                new GpuProcess(
                        48_213 + index,
                        "dev",
                        "python train.py",
                        Reading.of((used - 1) * GIB),
                        index < 2 ? "train" : "cont1",
                        null),
                new GpuProcess(51_007 + index, "alice", "python", Reading.of(0.8 * GIB), null, null));
    }

    public List<JupyterServer> servers() {
        return List.of(new JupyterServer(
                "gpu1",
                "cont1",
                JupyterServer.Kind.LAB,
                "4.3.4",
                9999,
                "/workspace",
                812L,
                "http://127.0.0.1:9999/",
                JupyterServer.State.READY,
                now.minusSeconds(4000),
                9999,
                List.of(
                        new JupyterServer.Kernel("k1", "python3", "train.ipynb", "busy", 0.0, 31L << 30, 2100.0),
                        new JupyterServer.Kernel(
                                "k2", "python3", "data/explore.ipynb", "idle", 3700.0, 3L << 30, null)),
                0.0,
                true,
                "root",
                false,
                null));
    }

    private static final List<Long> TRAFFIC = java.util.stream.LongStream.range(0, 30)
            .mapToObj(i -> i < 6 ? 0L : (i * i * 7919 + 31) % 997 * 4_000)
            .toList();

    public List<TunnelStatus> tunnels() {
        return List.of(
                new TunnelStatus(
                        "jupyter-cont1",
                        "gpu1",
                        "cont1",
                        TunnelStatus.Kind.LOCAL,
                        "127.0.0.1:9999",
                        "127.0.0.1:9999",
                        TunnelStatus.Way.PUBLISHED,
                        TunnelStatus.State.UP,
                        null,
                        3,
                        12_345_678,
                        345_678,
                        null,
                        false,
                        false,
                        TunnelStatus.Relay.NO,
                        new TunnelStatus.Traffic(1_234_567, 4_096, TRAFFIC),
                        null),
                new TunnelStatus(
                        "gpu1-6006",
                        "gpu1",
                        "train",
                        TunnelStatus.Kind.LOCAL,
                        "127.0.0.1:6006",
                        "172.17.0.3:6006",
                        TunnelStatus.Way.ADDRESS,
                        TunnelStatus.State.SERVICE_DOWN,
                        "Nothing listens on port 6006 in train.",
                        0,
                        0,
                        0,
                        null,
                        false,
                        false,
                        TunnelStatus.Relay.NO,
                        TunnelStatus.Traffic.NONE,
                        new TunnelStatus.Trouble(now.minusSeconds(80), "Nothing listens on port 6006 in train.")),
                new TunnelStatus(
                        "db",
                        "raid",
                        null,
                        TunnelStatus.Kind.LOCAL,
                        "127.0.0.1:5432",
                        "127.0.0.1:5432",
                        TunnelStatus.Way.HOST,
                        TunnelStatus.State.LINK_DOWN,
                        "raid is being connected again.",
                        0,
                        999,
                        77,
                        null,
                        true,
                        true,
                        TunnelStatus.Relay.NO,
                        TunnelStatus.Traffic.NONE,
                        null),
                new TunnelStatus(
                        "old",
                        "gpu1",
                        null,
                        TunnelStatus.Kind.LOCAL,
                        "127.0.0.1:8080",
                        "127.0.0.1:80",
                        null,
                        TunnelStatus.State.OFF,
                        null,
                        0,
                        0,
                        0,
                        null,
                        false,
                        true,
                        TunnelStatus.Relay.NO,
                        TunnelStatus.Traffic.NONE,
                        null));
    }

    public List<Notice> notices() {
        return List.of(
                new Notice(now.minusSeconds(600), Notice.Level.INFO, "gpu1", "gpu1 is connected.", null),
                new Notice(
                        now.minusSeconds(300),
                        Notice.Level.ERROR,
                        "old-box",
                        "Cannot reach old-box: connection refused on port 22.",
                        "Is sshd running there, and the VPN up? r tries again."),
                new Notice(
                        now.minusSeconds(21),
                        Notice.Level.WARN,
                        "raid",
                        "The connection to raid was lost: it stopped answering.",
                        null));
    }

    public List<CommandRecord> commands() {
        return List.of(
                new CommandRecord(
                        now.minusSeconds(600), "gpu1", "GET /v1.45/containers/json?all=true", 200, 0.0021, false),
                new CommandRecord(
                        now.minusSeconds(590),
                        "gpu1",
                        "nvidia-smi --query-gpu=index,uuid,name --format=csv",
                        0,
                        0.31,
                        true),
                new CommandRecord(now.minusSeconds(580), "cpu1", "nvidia-smi -L", 127, 0.04, false),
                new CommandRecord(
                        now.minusSeconds(30),
                        "gpu1",
                        "docker exec cont1 jupyter lab --no-browser --port 9999",
                        null,
                        12.4,
                        false));
    }

    /** With the first of its GPUs split by MIG. */
    public static HostSnapshot split(HostSnapshot host) {
        List<Gpu> gpus = new ArrayList<>(host.gpus().items());
        Gpu gpu = gpus.getFirst();
        GpuProcess process = gpu.processes().getFirst();
        GpuSlice busy = new GpuSlice(
                0, "MIG-aa", "3g.40gb", Reading.of(20 * GIB), Reading.of(40 * GIB), false, List.of(process));
        GpuSlice untold = new GpuSlice(1, "MIG-bb", "1g.10gb", Reading.unknown(), Reading.unknown(), null, List.of());
        gpus.set(
                0,
                new Gpu(
                        gpu.host(),
                        gpu.index(),
                        gpu.uuid(),
                        gpu.name(),
                        Reading.unknown(),
                        gpu.memoryUsed(),
                        gpu.memoryTotal(),
                        gpu.temperature(),
                        gpu.power(),
                        gpu.powerLimit(),
                        new GpuHealth(
                                gpu.health().clock(),
                                gpu.health().clockLimit(),
                                gpu.health().slowedBy(),
                                gpu.health().memoryErrors(),
                                true),
                        false,
                        gpu.processes(),
                        List.of(busy, untold)));
        return host.with(
                host.rtt(),
                host.containers(),
                Section.of(gpus, Objects.requireNonNull(host.gpus().at())),
                host.servers(),
                host.images(),
                host.volumes(),
                host.vitals());
    }
}
