package dev.berth.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reading;
import dev.berth.lab.Lab;
import dev.berth.link.CommandJournal;
import dev.berth.link.LabLinks;
import dev.berth.link.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class NvidiaSmiIT {
    private @Nullable Link link;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @AfterEach
    void close() {
        if (link != null) {
            link.close();
        }
    }

    private NvidiaSmi on(String box) throws Exception {
        Link opened = LabLinks.dial(box);
        link = opened;
        return new NvidiaSmi(box, opened, FreeGpu.DEFAULT, CommandJournal.NONE);
    }

    private static Optional<GpuProcess> process(List<Gpu> gpus, String container) {
        return gpus.stream()
                .flatMap(gpu -> gpu.processes().stream())
                .filter(process -> container.equals(process.container()))
                .findFirst();
    }

    private static String id(String container) throws IOException {
        return Lab.run("exec", "gpu1", "docker inspect -f '{{.Id}}' " + container)
                .strip();
    }

    @Test
    void aBoxTellsItsGpusAndTheContainersThatUseThem() throws Exception {
        String train = id("train");
        NvidiaSmi smi = on("gpu1");
        List<Gpu> gpus = smi.read(id -> id.equals(train) ? "train" : null);
        assertEquals(8, gpus.size());
        assertEquals(8, gpus.stream().map(Gpu::uuid).distinct().count());
        assertTrue(gpus.getFirst().memoryTotal().or(0) > 1e9);
        GpuProcess job = process(gpus, "train").orElseThrow();
        assertEquals("root", job.user());
        assertTrue(job.memoryUsed() instanceof Reading.Value);
        // the second time with the fields it learned
        assertEquals(8, smi.read(id -> null).size());
    }

    @Test
    void aBoxWithoutNvidiaSmiSaysSo() throws Exception {
        NvidiaSmi smi = on("cpu1");
        Problem problem =
                assertThrows(ProblemException.class, () -> smi.read(id -> null)).problem();
        assertEquals(Problem.Code.NO_NVIDIA_SMI, problem.code());
        CompletableFuture<Problem> ended = new CompletableFuture<>();
        try (AutoCloseable stream = smi.stream(Duration.ofSeconds(2), id -> null, gpus -> {}, ended::complete)) {
            assertNotNull(stream);
            assertEquals(
                    Problem.Code.NO_NVIDIA_SMI, ended.get(90, TimeUnit.SECONDS).code());
        }
    }

    @Test
    void aStreamGoesOnUntilItIsClosedAndLeavesNothingBehind() throws Exception {
        String train = id("train");
        BlockingQueue<List<Gpu>> readings = new LinkedBlockingQueue<>();
        CompletableFuture<Optional<Problem>> ended = new CompletableFuture<>();
        // an interval of its own tells this test's processes from others'
        try (AutoCloseable stream = on("gpu1").stream(
                Duration.ofSeconds(3),
                id -> id.equals(train) ? "train" : null,
                readings::add,
                problem -> ended.complete(Optional.ofNullable(problem)))) {
            assertNotNull(stream);
            for (int i = 0; i < 3; i++) {
                List<Gpu> gpus = readings.poll(90, TimeUnit.SECONDS);
                assertNotNull(gpus);
                assertEquals(8, gpus.size());
                assertTrue(process(gpus, "train").isPresent());
            }
            assertTrue(running());
        }
        assertNull(ended.get(90, TimeUnit.SECONDS).orElse(null));
        await("an end of nvidia-smi on the box", () -> !running());
    }

    private static boolean running() {
        try {
            return Lab.run("exec", "gpu1", "ps -eo args").contains("nounits -l 3");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited for " + what);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
