package dev.berth.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TicksTest {
    private final List<List<Gpu>> readings = new ArrayList<>();
    private final Ticks ticks =
            new Ticks("gpu1", FreeGpu.DEFAULT, List.of(), Duration.ofSeconds(2), SmiReportTest::named, readings::add);

    private void at(double seconds, String... lines) {
        for (String line : lines) {
            ticks.take(line, TimeUnit.MILLISECONDS.toNanos((long) (seconds * 1000)));
        }
    }

    private static String gpu(int index, int count) {
        return "g " + index + ", GPU-" + index + ", " + count + ", Sample, 1, 2, 300, 4, 5, 6";
    }

    private static String process(String time, int gpu, int pid) {
        return "p 2026/01/01 10:00:" + time + ", GPU-" + gpu + ", " + pid + ", x, 1";
    }

    private List<Long> pids() {
        return readings.getLast().stream()
                .flatMap(gpu -> gpu.processes().stream())
                .map(process -> process.pid())
                .toList();
    }

    @Test
    void aTickIsToldWithItsLastGpuNotWithTheNextTick() {
        at(0, "p end 0", gpu(0, 2));
        assertEquals(0, readings.size());
        at(0, gpu(1, 2));
        assertEquals(1, readings.size());
        at(2, gpu(0, 2), gpu(1, 2));
        assertEquals(2, readings.size());
        assertEquals(2, readings.getLast().size());
    }

    @Test
    void aGpuThatFellOffTheBusDoesNotHoldUpTheOthers() {
        at(0, "p end 0", gpu(0, 2), gpu(1, 2));
        at(2, gpu(0, 2));
        at(4, gpu(0, 2));
        assertEquals(1, readings.getLast().size());
        at(6, gpu(0, 2));
        assertEquals(4, readings.size());
    }

    @Test
    void whatRanBeforeTheStreamIsInTheFirstReading() {
        at(0, process("00.100", 0, 7), "p end 0");
        at(0.2, gpu(0, 1));
        assertEquals(List.of(7L), pids());
        assertEquals(false, readings.getLast().getFirst().free());
    }

    @Test
    void processesOfOneTickReplaceThoseOfTheLast() {
        at(0, process("00.100", 0, 7), "p end 0");
        at(0.1, process("00.200", 0, 7), gpu(0, 1));
        assertEquals(List.of(7L), pids());
        at(2.5, process("02.601", 0, 8), process("02.640", 0, 9));
        at(2.9, gpu(0, 1));
        assertEquals(List.of(8L, 9L), pids());
    }

    @Test
    void twoTicksThatArriveTogetherAreNotMixed() {
        at(0, "p end 0");
        at(9, process("02.600", 0, 7), process("04.600", 0, 8));
        at(9.5, gpu(0, 1));
        assertEquals(List.of(8L), pids());
    }

    @Test
    void halfATableOfProcessesIsNotShown() {
        at(0, process("00.100", 0, 7), process("00.110", 1, 8), "p end 0");
        at(0.1, process("00.200", 0, 7), gpu(0, 2), gpu(1, 2), process("00.210", 1, 8));
        assertEquals(List.of(7L, 8L), pids());
    }

    @Test
    void silenceOfTheProcessLoopMeansNone() {
        at(0, process("00.100", 0, 7), "p end 0", gpu(0, 1));
        at(2, process("02.100", 0, 7), gpu(0, 1));
        at(4, gpu(0, 1));
        assertEquals(List.of(7L), pids());
        at(6.2, gpu(0, 1));
        assertEquals(List.of(), pids());
        assertEquals(true, readings.getLast().getFirst().free());
    }

    @Test
    void aProcessLoopThatEndedLeavesFreeUnknown() {
        at(0, process("00.100", 0, 7), "p end 0", gpu(0, 1));
        at(1, "p end 255");
        at(2, gpu(0, 1));
        assertEquals(List.of(), pids());
        assertNull(readings.getLast().getFirst().free());
    }
}
