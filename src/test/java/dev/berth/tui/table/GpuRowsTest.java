package dev.berth.tui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.Gpu;
import dev.berth.api.GpuHistory;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import dev.berth.tui.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GpuRowsTest {
    private final Driver driver = Driver.connected(120, 40).press("enter", "3");

    private HostSnapshot gpu1() {
        return Objects.requireNonNull(driver.model().facts().host("gpu1"));
    }

    private void split() {
        driver.tell(new Event.HostRead("gpu1", null, Sample.split(gpu1()).gpus(), gpu1().servers()));
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

    @Test
    void endingAProcessIsOfferedWhereThereIsOne() {
        assertTrue(foot().contains("x end process"), driver::screen);
        split();
        driver.press("j", "j");
        assertTrue(driver.screen().contains("Processes in MIG slice 0:1 of gpu1"), driver::screen);
        assertFalse(foot().contains("end process"), driver::screen);
    }

    private String foot() {
        return driver.screen().lines().reduce("", (before, line) -> line);
    }
}
