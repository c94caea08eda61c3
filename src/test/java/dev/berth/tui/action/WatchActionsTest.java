package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.GpuWish;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Watches;
import dev.berth.tui.Driver;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WatchActionsTest {
    private final Driver driver = Driver.connected(110, 45).press("enter");

    private HostSnapshot gpu1() {
        return Objects.requireNonNull(driver.model().facts().host("gpu1"));
    }

    private void told(Watches watches) {
        driver.tell(new Event.HostChanged(gpu1().listed(null, watches)));
    }

    @Test
    void gpusAreWaitedForByNumberAndMemory() {
        driver.press("3", "w");
        assertTrue(driver.screen().contains("Tell when GPUs of gpu1 are free"), driver::screen);
        driver.press("ctrl-u").type("few").press("enter");
        assertTrue(driver.screen().contains("A number is needed"), driver::screen);
        driver.press("ctrl-u").type("9").press("enter");
        assertTrue(driver.screen().contains("gpu1 has 8 GPUs."), driver::screen);
        driver.press("ctrl-u").type("2").press("tab").type("much").press("enter");
        assertTrue(driver.screen().contains("A size is needed, such as 40G."), driver::screen);
        assertEquals(List.of(), driver.sent(Request.WatchGpus.class));
        driver.press("ctrl-u").type("40G").press("enter");
        GpuWish wish = new GpuWish(2, 40.0 * (1L << 30));
        assertEquals(List.of(new Request.WatchGpus("gpu1", wish)), driver.sent(Request.WatchGpus.class));
        driver.reply(Request.WatchGpus.class, new Reply.Done());
        assertTrue(driver.screen().contains("when gpu1 has 2 GPUs with 40 GiB unused each free."), driver::screen);
        told(new Watches(wish, List.of()));
        assertTrue(driver.screen().contains("w ends that"), driver::screen);
        driver.press("w");
        assertEquals(
                new Request.WatchGpus("gpu1", null),
                driver.sent(Request.WatchGpus.class).getLast());
    }

    @Test
    void aHostWithoutGpusHasNoneToWaitFor() {
        driver.press("1", "j", "w");
        assertTrue(driver.screen().contains("There is no nvidia-smi on cpu1"), driver::screen);
    }

    @Test
    void aContainersEndIsWaitedForUntilTheSameKeyAgain() {
        driver.press("w");
        Request.WatchContainer sent = driver.sent(Request.WatchContainer.class).getLast();
        assertTrue(sent.on());
        assertEquals("gpu1", sent.host());
        told(new Watches(null, List.of(sent.container())));
        assertTrue(driver.screen().contains("running (w)"), driver::screen);
        driver.press("d");
        assertTrue(driver.screen().contains("when it has ended; w ends that"), driver::screen);
        driver.press("esc", "w");
        assertFalse(driver.sent(Request.WatchContainer.class).getLast().on());
    }

    @Test
    void whatDoesNotRunHasNoEndToWaitFor() {
        driver.press("/").type("stopped").press("enter", "w");
        assertEquals(List.of(), driver.sent(Request.WatchContainer.class));
        assertTrue(driver.screen().contains("does not run, so it can't end"), driver::screen);
    }

    @Test
    void markedContainersAreWaitedForEachForItself() {
        driver.press("space", "space", "space", "w");
        List<Request.WatchContainer> sent = driver.sent(Request.WatchContainer.class);
        assertEquals(3, sent.size(), sent::toString);
        assertTrue(sent.stream().allMatch(Request.WatchContainer::on), sent::toString);
        driver.reply(Request.WatchContainer.class, new Reply.Done());
        assertTrue(driver.screen().contains("told of each of 3 containers when it has ended"), driver::screen);
        told(new Watches(
                null, sent.stream().map(Request.WatchContainer::container).toList()));
        driver.press("g", "space", "space", "w");
        List<Request.WatchContainer> both = driver.sent(Request.WatchContainer.class);
        assertEquals(
                2,
                both.subList(3, both.size()).stream().filter(each -> !each.on()).count());
    }

    @Test
    void ofMarkedContainersThatDoNotRunNoEndIsWaitedFor() {
        driver.press("/").type("stopped").press("enter", "space", "w");
        assertEquals(List.of(), driver.sent(Request.WatchContainer.class));
        assertTrue(driver.screen().contains("None of the marked containers runs"), driver::screen);
    }
}
