package dev.berth.tui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.Gpu;
import dev.berth.api.GpuHistory;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Reading;
import dev.berth.api.Request;
import dev.berth.api.Section;
import dev.berth.tui.Driver;
import dev.berth.tui.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GpuRowsTest {
    private static final double GIB = 1L << 30;

    private final Driver driver = Driver.connected(120, 40).press("enter", "3");

    private HostSnapshot gpu1() {
        return Objects.requireNonNull(driver.model().facts().host("gpu1"));
    }

    /** Splits the first of its GPUs. */
    private void split() {
        HostSnapshot host = gpu1();
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
                        gpu.health(),
                        false,
                        gpu.processes(),
                        List.of(busy, untold)));
        driver.tell(new Event.HostChanged(host.with(
                host.rtt(),
                host.containers(),
                Section.of(gpus, Objects.requireNonNull(host.gpus().at())),
                host.servers(),
                host.images(),
                host.volumes(),
                host.vitals())));
    }

    @Test
    void slicesStandBelowTheirGpuWithWhatIsKnownOfThem() {
        split();
        List<String> rows = driver.screen().lines().toList();
        int card = 0;
        while (!rows.get(card).contains("0    NVIDIA")) {
            card++;
        }
        assertTrue(rows.get(card + 1).matches(".*0:0 +MIG 3g.40gb +– .*20.0/40G.*in use.*"), driver::screen);
        assertTrue(rows.get(card + 2).matches(".*0:1 +MIG 1g.10gb +– +– +– +– +–.*"), driver::screen);
        driver.press("j");
        assertTrue(driver.screen().contains("Processes in MIG slice 0:0 of gpu1"), driver::screen);
        driver.press("x");
        assertTrue(driver.screen().contains("End which process of MIG slice 0:0 of gpu1?"), driver::screen);
        driver.press("enter", "t");
        assertEquals("TERM", driver.sent(Request.SignalProcess.class).getLast().signal());
        driver.press("0");
        assertTrue(driver.screen().contains("0:0"), driver::screen);
    }

    @Test
    void theHistoryThatTheAgentKeptIsThereAtOnce() {
        Gpu gpu = gpu1().gpus().items().getFirst();
        long now = Sample.NOON.toEpochMilli();
        List<GpuHistory.Sample> past = new ArrayList<>();
        for (long at = now - 240_000; at <= now; at += 30_000) {
            past.add(new GpuHistory.Sample(at, 100));
        }
        String full = "█".repeat(30);
        assertFalse(driver.screen().contains(full), driver::screen);
        driver.tell(new Event.GpusWere("gpu1", new GpuHistory(Map.of(gpu.uuid(), past))));
        assertTrue(driver.screen().contains(full), driver::screen);
    }

    @Test
    void theContainersThatAGpuWasGivenToAreNamed() {
        driver.press("d");
        String page = driver.screen().substring(driver.screen().indexOf("Given to"));
        assertTrue(page.contains("cont1"), page);
        assertFalse(page.contains("plain"), page);
    }
}
