package dev.berth.tui.table;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Watches;
import dev.berth.tui.Driver;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private final Driver driver = Driver.connected(160, 40);

    private void group(String host, String name) {
        HostSnapshot known = Objects.requireNonNull(driver.model().facts().host(host));
        driver.tell(new Event.HostChanged(known.listed(name, Watches.NONE)));
    }

    @Test
    void hostsOfAGroupStandTogetherBelowThoseOfNone() {
        assertFalse(driver.screen().contains("GROUP"), driver::screen);
        String first = driver.model().facts().hosts().getFirst().host();
        String last = driver.model().facts().hosts().getLast().host();
        group(first, "training");
        group(last, "training");
        String screen = driver.screen();
        assertTrue(screen.contains("GROUP"), screen);
        for (HostSnapshot host : driver.model().facts().hosts()) {
            assertTrue(
                    host.group() != null || screen.indexOf(" " + host.host() + " ") < screen.indexOf(" " + first + " "),
                    screen);
        }
        driver.press("/").type("group:training").press("enter");
        assertTrue(driver.screen().contains(" " + first + " "), driver::screen);
        assertFalse(
                driver.screen()
                        .contains(" " + driver.model().facts().hosts().get(1).host() + " "),
                driver::screen);
    }
}
