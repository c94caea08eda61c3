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
import dev.berth.link.Children;
import dev.berth.link.CommandJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script for real, by this machine's shell, with a stand-in for nvidia-smi on its PATH. */
@Timeout(60)
class NvidiaSmiTest {
    @TempDir
    Path bin;

    private Children link = new Children("");

    @BeforeEach
    void open() {
        link = new Children(bin + ":/usr/bin:/bin");
    }

    @AfterEach
    void close() {
        link.close();
    }

    private NvidiaSmi smi(String script) throws IOException {
        Path program = Files.writeString(bin.resolve("nvidia-smi"), "#!/bin/sh\n" + script);
        assertTrue(program.toFile().setExecutable(true));
        return new NvidiaSmi("gpu1", link, FreeGpu.DEFAULT, CommandJournal.NONE);
    }

    /** @param pid of the process on the first of two GPUs */
    private static String twoGpus(long pid) {
        return """
                case $1 in
                  --help-query-gpu)
                    for f in index uuid count name utilization.gpu memory.used memory.total power.draw; do
                      printf '"%%s" or "old.%%s"\\nWhat it is.\\n\\n' $f $f
                    done
                    exit ;;
                esac
                while :; do
                  case $1 in
                    *power.limit*) echo 'Field "power.limit" is not a valid field to query.'; exit 2 ;;
                    --query-gpu=*)
                      echo '0, GPU-aa, 2, Sample, 0, 500, 80000, 70.5'
                      echo '1, GPU-bb, 2, Sample, 0, 4, 80000, 69.5' ;;
                    --query-compute-apps=*) echo "$(date '+%%Y/%%m/%%d %%H:%%M:%%S').000, GPU-aa, %d, a b, 496" ;;
                  esac
                  [ "$3" = -l ] || exit 0
                  sleep "$4"
                done
                """.formatted(pid);
    }

    @Test
    void onlyFieldsThatTheDriverKnowsAreAskedFor() throws Exception {
        long pid = ProcessHandle.current().pid();
        NvidiaSmi smi = smi(twoGpus(pid));
        List<Gpu> gpus = smi.read(id -> null);
        assertEquals(Reading.of(70.5), gpus.getFirst().power());
        assertEquals(Reading.unknown(), gpus.getFirst().powerLimit());
        GpuProcess process = gpus.getFirst().processes().getFirst();
        assertEquals(pid, process.pid());
        assertEquals(System.getProperty("user.name"), process.user());
        assertEquals("a b", process.name());
        assertEquals(false, gpus.get(0).free());
        assertEquals(true, gpus.get(1).free());
        assertEquals(gpus, smi.read(id -> null));
    }

    @Test
    void slicesAreAskedForOnlyWhereACardIsSplit() throws Exception {
        NvidiaSmi smi = smi("""
                case $1 in
                  --help-query-gpu)
                    for f in index uuid count name utilization.gpu memory.used memory.total mig.mode.current; do
                      printf '"%s"\\nWhat it is.\\n\\n' $f
                    done ;;
                  --query-gpu=*) echo '0, GPU-aa, 1, Sliced, [N/A], 500, 80000, Enabled' ;;
                  --query-compute-apps=*) echo "2026/11/27 05:00:00.000, GPU-aa, 99999999, train, 400" ;;
                  -L)
                    echo 'GPU 0: Sliced (UUID: GPU-aa)'
                    echo '  MIG 1g.10gb     Device  0: (UUID: MIG-bb)' ;;
                  -q)
                    echo '    MIG Device'
                    echo '        Index                          : 0'
                    echo '        GPU Instance ID                : 7'
                    echo '        Compute Instance ID            : 0'
                    echo '        Device Attributes'
                    echo '        Shared FB Memory Usage'
                    echo '            Total                      : 9984 MiB'
                    echo '            Used                       : 409 MiB'
                    echo '    GPU UUID                           : GPU-aa'
                    echo '    Processes'
                    echo '        GPU instance ID                : 7'
                    echo '        Compute instance ID            : 0'
                    echo '        Process ID                     : 99999999' ;;
                esac
                """);
        Gpu gpu = smi.read(id -> null).getFirst();
        assertEquals("1g.10gb", gpu.slices().getFirst().profile());
        assertEquals(Reading.of(9984.0 * (1 << 20)), gpu.slices().getFirst().memoryTotal());
        assertEquals(99_999_999, gpu.slices().getFirst().processes().getFirst().pid());
        assertEquals(false, smi.streams(), "its loop does not tell of slices");
    }

    @Test
    void aProcessThatIsGoneByNowIsStillShown() throws Exception {
        GpuProcess gone =
                smi(twoGpus(99_999_999)).read(id -> null).getFirst().processes().getFirst();
        assertEquals(99_999_999, gone.pid());
        assertNull(gone.user());
    }

    @Test
    void aFailureIsToldWhereverItIsPrinted() throws Exception {
        NvidiaSmi smi = smi("echo 'Failed to initialize NVML: Driver/library version mismatch' >&2; exit 18");
        Problem problem =
                assertThrows(ProblemException.class, () -> smi.read(id -> null)).problem();
        assertEquals(Problem.Code.DRIVER_MISMATCH, problem.code());
    }

    @Test
    void aStreamEndsOnTheHostWhenItIsClosed() throws Exception {
        BlockingQueue<List<Gpu>> readings = new LinkedBlockingQueue<>();
        CompletableFuture<Optional<Problem>> ended = new CompletableFuture<>();
        try (AutoCloseable stream = smi(twoGpus(1)).stream(
                Duration.ofSeconds(2),
                id -> null,
                readings::add,
                problem -> ended.complete(Optional.ofNullable(problem)))) {
            assertNotNull(stream);
            assertEquals(2, readings.poll(20, TimeUnit.SECONDS).size());
            assertEquals(
                    1,
                    readings.poll(20, TimeUnit.SECONDS).getFirst().processes().size());
            assertTrue(loops() > 0);
        }
        assertNull(ended.get(20, TimeUnit.SECONDS).orElse(null));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (loops() > 0) {
            assertTrue(System.nanoTime() < end, "nvidia-smi still runs");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long loops() {
        String program = bin.resolve("nvidia-smi").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(program))
                .count();
    }

    @Test
    void aStreamWhoseNvidiaSmiFailsTellsWhy() throws Exception {
        CompletableFuture<Problem> ended = new CompletableFuture<>();
        NvidiaSmi smi = smi("echo 'No devices were found'; exit 6");
        try (AutoCloseable stream = smi.stream(Duration.ofSeconds(2), id -> null, gpus -> {}, ended::complete)) {
            assertNotNull(stream);
            assertEquals(
                    "nvidia-smi on gpu1 finds no GPU.",
                    ended.get(20, TimeUnit.SECONDS).message());
        }
    }
}
