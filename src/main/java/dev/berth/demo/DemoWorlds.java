package dev.berth.demo;

import dev.berth.demo.DemoContainer.Description;
import dev.berth.demo.DemoContainer.Port;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The two boxes of the demo, as a visitor finds them. */
final class DemoWorlds {
    private static final String LAB = "4.5.0";
    private static final String NO_JUPYTER = "";

    private DemoWorlds() {}

    static DemoWorld gpu() {
        DemoWorld world = new DemoWorld(
                "demo-gpu",
                "10.77.0.10",
                List.of(DemoGpu.of(0, 88), DemoGpu.of(1, 86), DemoGpu.of(2, 34), DemoGpu.of(3, 0)));
        begin(world.add(train(), "root", "/workspace", LAB), Duration.ofHours(7));
        begin(world.add(notebook(), "root", "/workspace", LAB), Duration.ofHours(26));
        begin(world.add(research(), "root", "/workspace", LAB), Duration.ofDays(2));
        begin(world.add(web(), "root", "/", NO_JUPYTER), Duration.ofDays(9));
        end(world.add(finished(), "root", "/workspace", LAB), Duration.ofHours(3));
        return world;
    }

    static DemoWorld cpu() {
        DemoWorld world = new DemoWorld("demo-cpu", "10.77.0.11", List.of());
        begin(world.add(notes(), "root", "/workspace", LAB), Duration.ofMinutes(50));
        begin(world.add(database(), "root", "/", NO_JUPYTER), Duration.ofDays(12));
        return world;
    }

    private static void begin(DemoContainer container, Duration age) {
        container.start(Instant.now().minus(age));
    }

    private static void end(DemoContainer container, Duration ago) {
        container.stop(Instant.now().minus(ago), 0);
    }

    private static Description train() {
        return description(
                1,
                "train",
                "demo/pytorch:2.9",
                List.of("/bin/bash"),
                List.of(new Port(9999, 9999)),
                List.of("0", "1"),
                container -> container
                        .place()
                        .spawn(
                                1,
                                container.started().plusSeconds(40),
                                Map.of(0, 31_420, 1, 31_388),
                                List.of("python3", "train.py", "--model", "demo-13b", "--gpus", "2")));
    }

    private static Description notebook() {
        return description(
                2,
                "notebook",
                "demo/jupyterlab:4.5",
                List.of("sleep", "infinity"),
                List.of(),
                List.of(),
                container -> {});
    }

    private static Description research() {
        return description(
                3,
                "research",
                "demo/jupyterlab:4.5",
                List.of("/bin/bash"),
                List.of(new Port(8888, null)),
                List.of("2"),
                container -> {
                    JupyterPlan plan = new JupyterPlan("", 8888, "/", "/workspace", false, "de30".repeat(12));
                    DemoJupyter server = DemoJupyter.start(container.place(), plan, container.started());
                    server.addKernel("attention.ipynb", "busy", 7_912, 2);
                    server.addKernel("plots/loss.ipynb", "idle", 0, 0);
                });
    }

    private static Description web() {
        return description(
                4,
                "web",
                "demo/web:1",
                List.of("/docker-entrypoint.sh", "web"),
                List.of(new Port(80, 8080)),
                List.of(),
                container -> DemoPage.start(container.place(), 80, container.name()));
    }

    private static Description finished() {
        return description(
                5,
                "finished",
                "demo/pytorch:2.9",
                List.of("python3", "evaluate.py"),
                List.of(),
                List.of("3"),
                container -> {});
    }

    private static Description notes() {
        return description(
                6,
                "notes",
                "demo/jupyterlab:4.5",
                List.of("sleep", "infinity"),
                List.of(new Port(8888, 8888)),
                List.of(),
                container -> {});
    }

    private static Description database() {
        return description(
                7,
                "database",
                "demo/database:1",
                List.of("database", "--demo"),
                List.of(new Port(5432, null)),
                List.of(),
                container -> {});
    }

    private static Description description(
            int number,
            String name,
            String image,
            List<String> command,
            List<Port> ports,
            List<String> gpus,
            Consumer<DemoContainer> work) {
        return new Description(
                id(name),
                name,
                image,
                command,
                "172.17.0." + (number + 1),
                ports,
                gpus,
                Instant.now().minus(Duration.ofDays(10 + number)),
                work);
    }

    /** Alike in each run, and each with a start of its own, by which people name containers. */
    private static String id(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
