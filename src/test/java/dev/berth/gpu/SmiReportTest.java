package dev.berth.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.Problem;
import dev.berth.api.Reading;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SmiReportTest {
    static final String TRAIN = "0123456789abcdef".repeat(4);
    static final String OUTER = "fedcba9876543210".repeat(4);

    private static SmiReport report(String lines) {
        SmiReport report = new SmiReport("gpu1", FreeGpu.DEFAULT, List.of());
        lines.lines().forEach(report::take);
        return report;
    }

    private static List<Gpu> gpus(String lines) {
        SmiReport report = report(lines);
        assertNull(report.problem());
        return report.gpus(SmiReportTest::named);
    }

    static @Nullable String named(String id) {
        return id.equals(TRAIN) ? "train" : null;
    }

    private static Problem problem(String lines) {
        return Objects.requireNonNull(report(lines).problem());
    }

    private static final String TWO = """
            g 0, GPU-aa, 2, Sample A1, 97, 20480, 81920, 61, 512.50, 700.00
            g 1, GPU-bb, 2, Sample A1, 0, 4, 81920, 30, 69.10, 700.00
            g end 0
            """;

    @Test
    void figuresComeInTheUnitsTheyAreNamedIn() {
        Gpu gpu = gpus(TWO + "p end 0").getFirst();
        assertEquals("GPU-aa", gpu.uuid());
        assertEquals("Sample A1", gpu.name());
        assertEquals(Reading.of(97), gpu.utilization());
        assertEquals(Reading.of(20480.0 * 1024 * 1024), gpu.memoryUsed());
        assertEquals(Reading.of(61), gpu.temperature());
        assertEquals(Reading.of(512.5), gpu.power());
        assertEquals(Reading.of(700), gpu.powerLimit());
    }

    @Test
    void theProcessThatHoldsMostMemoryComesFirst() {
        List<GpuProcess> on = gpus("""
                p 2026/01/01 10:00:00.100, GPU-aa, 1, a, 20
                p 2026/01/01 10:00:00.100, GPU-aa, 2, b, [N/A]
                p 2026/01/01 10:00:00.100, GPU-aa, 3, c, 20000
                p 2026/01/01 10:00:00.100, GPU-aa, 4, d, 300
                p 2026/01/01 10:00:00.100, GPU-aa, 5, e, [N/A]
                p end 0
                """ + TWO).getFirst().processes();
        assertEquals(
                List.of(3L, 4L, 1L, 2L, 5L), on.stream().map(GpuProcess::pid).toList());
    }

    @Test
    void processOfAJupyterKernelIsKnownByIt() {
        List<GpuProcess> on = gpus("""
                p 2026/01/01 10:00:00.100, GPU-aa, 4711, /usr/bin/python3, 20000
                u 4711 root 0
                k 4711 0fe4a7a2-6c1e-4f57-9c11-2a4a2fd0a0a1
                p 2026/01/01 10:00:00.100, GPU-aa, 4712, /usr/bin/python3, 20
                u 4712 root 0
                k 4712 $(reboot)
                p end 0
                """ + TWO).getFirst().processes();
        assertEquals("0fe4a7a2-6c1e-4f57-9c11-2a4a2fd0a0a1", on.get(0).kernel());
        assertNull(on.get(1).kernel());
    }

    @Test
    void processesAreJoinedWithOwnerAndContainer() {
        List<Gpu> gpus = gpus("""
                p 2026/01/01 10:00:00.100, GPU-aa, 4711, /usr/bin/python3, 20000
                u 4711 root 0
                c 4711 12:memory:/somewhere/else
                c 4711 0::/system.slice/docker-%s.scope
                p 2026/01/01 10:00:00.101, GPU-aa, 12, gone, 480
                p end 0
                """.formatted(TRAIN) + TWO);
        List<GpuProcess> on = gpus.getFirst().processes();
        assertEquals(
                new GpuProcess(4711, "root", "/usr/bin/python3", Reading.of(20000 * Cells.MIB), "train", null),
                on.getFirst());
        assertEquals(new GpuProcess(12, null, "gone", Reading.of(480 * Cells.MIB), null, null), on.get(1));
        assertEquals(List.of(), gpus.get(1).processes());
        assertEquals(false, gpus.get(0).free());
        assertEquals(true, gpus.get(1).free());
    }

    @Test
    void theInnermostContainerThatIsKnownCounts() {
        String row = "p t, GPU-aa, 7, x, 1\nu 7 UNKNOWN 1234\n";
        String inner = row + "c 7 0::/docker/" + OUTER + "/docker/" + TRAIN + "\np end 0\n";
        GpuProcess process = gpus(inner + TWO).getFirst().processes().getFirst();
        assertEquals("train", process.container());
        assertEquals("1234", process.user());
        String outer = row + "c 7 4:memory:/docker/" + TRAIN + "/kubelet/" + OUTER + "\np end 0\n";
        assertEquals(
                "train", gpus(outer + TWO).getFirst().processes().getFirst().container());
    }

    @Test
    void namesMayHoldCommasAndQuotes() {
        List<Gpu> gpus = gpus("""
                g 0, GPU-aa, 1, Odd, "A" card, 1, 2, 3, 4, 5, 6
                g end 0
                p 2026/01/01 10:00:00.100, GPU-aa, 5, /opt/a, "b" c/run, 100
                p end 0
                """);
        assertEquals("Odd, \"A\" card", gpus.getFirst().name());
        GpuProcess process = gpus.getFirst().processes().getFirst();
        assertEquals("/opt/a, \"b\" c/run", process.name());
        assertEquals(Reading.of(100 * Cells.MIB), process.memoryUsed());
    }

    @Test
    void aFigureThatIsNotThereIsNeverZero() {
        Gpu gpu = gpus("""
                        g 0, GPU-aa, 1, Sliced, [N/A], 4, 81920, [Not Supported], [Unknown Error], [N/A]
                        g end 0
                        p end 0
                        """).getFirst();
        assertEquals(Reading.unknown(), gpu.utilization());
        assertEquals(Reading.unknown(), gpu.temperature());
        assertEquals(
                "Unknown Error",
                assertInstanceOf(Reading.Failed.class, gpu.power()).reason());
        assertNull(gpu.free());
    }

    @Test
    void aSlicesProcessIsShownOnTheOnlyGpu() {
        Gpu gpu = gpus("""
                        g 0, GPU-aa, 1, Sliced, [N/A], 4, 81920, 40, 100.0, 700.00
                        g end 0
                        p t, MIG-cc, 9, x, [N/A]
                        p end 0
                        """).getFirst();
        assertEquals(9, gpu.processes().getFirst().pid());
        assertEquals(Reading.unknown(), gpu.processes().getFirst().memoryUsed());
        assertEquals(false, gpu.free());
    }

    private static final String SLICED = """
            f index,uuid,count,name,utilization.gpu,memory.used,memory.total,mig.mode.current
            g 0, GPU-aa, 2, Sliced, [N/A], 2100, 81920, Enabled
            g 1, GPU-bb, 2, Whole, 0, 4, 81920, Disabled
            g end 0
            """;

    private static final String LISTED = """
            l GPU 0: Sliced (UUID: GPU-aa)
            l   MIG 3g.40gb     Device  0: (UUID: MIG-cc)
            l   MIG 1g.10gb     Device  1: (UUID: MIG-dd)
            l GPU 1: Whole (UUID: GPU-bb)
            """;

    private static final String TOLD = """
            q     MIG Device
            q         Index                          : 0
            q         GPU Instance ID                : 2
            q         Compute Instance ID            : 0
            q         Shared FB Memory Usage
            q             Total                      : 40448 MiB
            q             Used                       : 2048 MiB
            q         Shared BAR1 Memory
            q             Total                      : 24739 MiB
            q             Used                       : 0 MiB
            q     MIG Device
            q         Index                          : 1
            q         GPU Instance ID                : 9
            q         Compute Instance ID            : 0
            q         Shared FB Memory Usage
            q             Total                      : 9984 MiB
            q             Used                       : 9 MiB
            q         Shared BAR1 Memory
            q             Total                      : 6184 MiB
            q             Used                       : 0 MiB
            q     GPU UUID                           : GPU-aa
            q     FB Memory Usage
            q         Total                          : 81920 MiB
            q         Used                           : 2100 MiB
            q         GPU instance ID                : 2
            q         Compute instance ID            : 0
            q         Process ID                     : 4711
            q     GPU UUID                           : GPU-bb
            q     FB Memory Usage
            q         Total                          : 81920 MiB
            q         Used                           : 4 MiB
            """;

    private static final String ONE_RUNS = "p t, GPU-aa, 4711, train, 2000\np end 0\n";

    @Test
    void slicesHaveTheirOwnMemoryAndProcesses() {
        List<Gpu> gpus = gpus(SLICED + ONE_RUNS + LISTED + TOLD);
        List<GpuSlice> slices = gpus.getFirst().slices();
        assertEquals(
                List.of("3g.40gb", "1g.10gb"),
                slices.stream().map(GpuSlice::profile).toList());
        assertEquals(
                List.of("MIG-cc", "MIG-dd"), slices.stream().map(GpuSlice::uuid).toList());
        assertEquals(Reading.of(2048 * Cells.MIB), slices.getFirst().memoryUsed());
        assertEquals(Reading.of(9984 * Cells.MIB), slices.getLast().memoryTotal());
        assertEquals(4711, slices.getFirst().processes().getFirst().pid());
        assertEquals(List.of(), slices.getLast().processes());
        assertEquals(false, slices.getFirst().free());
        assertEquals(true, slices.getLast().free());
        assertEquals(List.of(), gpus.getLast().slices());
        assertFalse(report(SLICED).loops(), "its loop does not tell of slices");
    }

    @Test
    void aProcessNamedByItsSlicesUuidIsOnTheCardOfThatSlice() {
        List<Gpu> gpus = gpus(SLICED + "p t, MIG-dd, 7, x, 9000\np end 0\n" + LISTED + TOLD);
        assertEquals(7, gpus.getFirst().processes().getFirst().pid());
        assertEquals(List.of(), gpus.getLast().processes());
        assertEquals(
                7, gpus.getFirst().slices().getLast().processes().getFirst().pid());
    }

    @Test
    void aSliceOfWhichOnlyTheNameIsKnownIsNotCalledFree() {
        GpuSlice slice = gpus(SLICED + ONE_RUNS + LISTED).getFirst().slices().getLast();
        assertEquals(Reading.unknown(), slice.memoryUsed());
        assertNull(slice.free());
    }

    @Test
    void cardsOfAmdComeFromItsNewerToolToo() {
        String metric = """
                {"gpu": 0, "usage": {"gfx_activity": {"value": 37, "unit": "%"}}, "power": {"socket_power": {"value": 239,
                "unit": "W"}}, "temperature": {"edge": "N/A", "hotspot": {"value": 36, "unit": "C"}}, "mem_usage":
                {"total_vram": {"value": 196592, "unit": "MB"}, "used_vram": {"value": 283, "unit": "MB"}}},
                {"gpu": 1, "usage": "N/A", "mem_usage": "N/A"}""".replace("\n", "");
        for (String form : List.of("d [%s]", "d {\"gpu_data\": [%s]}")) {
            SmiReport report = report("""
                    d [{"gpu": 0, "bdf": "0000:05:00.0", "uuid": "fcff74a1-0000-1000-80b4-000000000001"}]
                    %s
                    d {"gpu_data": [{"gpu": 0, "asic": {"market_name": "Instinct"}, "limit": {"ppt0": {"socket_power_limit": {"value": 750}}}}]}
                    """.formatted(form.formatted(metric)));
            assertNull(report.problem());
            assertFalse(report.loops());
            List<Gpu> gpus = report.gpus(id -> null);
            Gpu gpu = gpus.getFirst();
            assertEquals("Instinct", gpu.name());
            assertEquals("fcff74a1-0000-1000-80b4-000000000001", gpu.uuid());
            assertEquals(Reading.of(37), gpu.utilization());
            assertEquals(Reading.of(283 * Cells.MIB), gpu.memoryUsed());
            assertEquals(Reading.of(196592 * Cells.MIB), gpu.memoryTotal());
            assertEquals(Reading.of(36), gpu.temperature());
            assertEquals(Reading.of(750), gpu.powerLimit());
            assertEquals(false, gpu.free());
            assertEquals(Reading.unknown(), gpus.getLast().utilization());
            assertNull(gpus.getLast().free(), "whether a process is on it is not told");
        }
        assertTrue(report("d command not found").problem() != null);
    }

    @Test
    void whatCountsAsFreeIsTheUsersToSay() {
        SmiReport lenient = new SmiReport("gpu1", new FreeGpu(10, 50, 1), List.of());
        (TWO.replace(", 97,", ", 9,") + "p t, GPU-aa, 4711, x, 1\np t, GPU-bb, 1, x, 1\np t, GPU-bb, 2, x, 1\np end 0")
                .lines()
                .forEach(lenient::take);
        List<Gpu> gpus = lenient.gpus(id -> null);
        assertEquals(true, gpus.getFirst().free());
        assertEquals(false, gpus.getLast().free(), "two processes are one too many");
    }

    @Test
    void hiddenProcessesStillOccupyTheGpu() {
        String hidden = "[Insufficient Permissions]";
        Gpu gpu = gpus(TWO + "p t, GPU-bb, " + hidden + ", " + hidden + ", " + hidden + "\np end 0")
                .get(1);
        assertEquals(List.of(), gpu.processes());
        assertEquals(false, gpu.free());
    }

    @Test
    void withoutProcessesNoGpuIsKnownToBeFree() {
        List<Gpu> gpus = gpus(TWO + "p end 255");
        assertEquals(false, gpus.get(0).free());
        assertNull(gpus.get(1).free());
    }

    @Test
    void fieldsThatTheDriverDoesNotKnowAreUnknown() {
        Gpu gpu = gpus("""
                        f index,uuid,name,memory.used,memory.total
                        g 3, GPU-aa, Old, card, 10, 100
                        g end 0
                        p end 0
                        """).getFirst();
        assertEquals(3, gpu.index());
        assertEquals("Old, card", gpu.name());
        assertEquals(Reading.unknown(), gpu.power());
    }

    @Test
    void aRowThatWasCutShortIsLeftOut() {
        assertEquals(
                1,
                gpus("g 0, GPU-aa, 1, S, 1, 2, 3, 4, 5, 6\ng 1, GPU-bb, 1, S, 1\ng end 0")
                        .size());
        assertEquals(
                Problem.Code.GPU_UNREADABLE,
                problem("g 0, GPU-aa, 1, S, 1, 2, 3, 4, 5, 6").code());
    }

    @Test
    void aMissingNvidiaSmiIsSaid() {
        Problem problem = problem("n");
        assertEquals(Problem.Code.NO_NVIDIA_SMI, problem.code());
        assertTrue(problem.message().startsWith("There is no nvidia-smi on gpu1"));
        assertEquals(Problem.Code.NO_NVIDIA_SMI, problem("g end 127").code());
    }

    @Test
    void anUpdatedDriverAsksForAReboot() {
        Problem problem = problem("g Failed to initialize NVML: Driver/library version mismatch\ng end 18");
        assertEquals(Problem.Code.DRIVER_MISMATCH, problem.code());
        assertTrue(String.valueOf(problem.next()).contains("Reboot gpu1"));
    }

    @Test
    void otherFailuresKeepNvidiaSmisOwnWords() {
        assertTrue(problem("g end 9").message().contains("is not running"));
        assertTrue(problem("g No devices were found\ng end 6").message().contains("finds no GPU"));
        assertTrue(problem("g end 0").message().contains("finds no GPU"));
        assertTrue(problem("g end 124").message().contains("does not answer"));
        assertEquals(
                "nvidia-smi on gpu1 failed with code 255: Something new",
                problem("g Something\u001b new\ng end 255").message());
    }

    @Test
    void aRefusedFieldIsNoticed() {
        assertTrue(
                report("g Field \"x\" is not a valid field to query.\ng end 2").badField());
        assertFalse(report(TWO).badField());
    }

    @Test
    void whatTheScriptDoesNotPrintIsPassedOver() {
        assertEquals(
                2,
                gpus("\u0000\nmotd of a box\nc x\nu 1\nu 99999999999 a 1\nc 1 \n" + TWO)
                        .size());
    }

    @Test
    void whatHoldsTheClocksDownIsToldInWords() {
        assertEquals(List.of(), SlowedBy.parse("0x0000000000000000"));
        assertEquals(List.of(), SlowedBy.parse("0x0000000000000001"), "an idle card is not slowed");
        assertEquals(List.of("power limit", "heat"), SlowedBy.parse("0x0000000000000024"));
        assertEquals(List.of("reason 0x4000000000000000"), SlowedBy.parse("0x4000000000000000"));
        assertNull(SlowedBy.parse("[N/A]"));
        assertNull(SlowedBy.parse(""));
    }
}
