package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeActionsTest {
    /** The sample's volumes, in order: datasets, which two containers have, one without a name, cache. */
    private final Driver driver = Driver.connected(120, 40).press("enter", "v");

    private List<List<String>> sent() {
        return driver.sent(Request.RunDocker.class).stream()
                .map(Request.RunDocker::words)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "130, 30"})
    void aKeyListsThemWithTheContainersThatHaveThem(int columns, int rows) throws IOException {
        Driver.connected(columns, rows).press("enter", "v").frame().matches("volumes-" + columns + "x" + rows);
    }

    @Test
    void thePaletteGoesThereToo() {
        Driver other =
                Driver.connected(120, 40).press("enter", ":").type("volumes").press("enter");
        assertTrue(other.screen().contains("gpu1 ▸ Volumes [3]"), other::screen);
        assertFalse(other.press("2").screen().contains("Volumes"), other::screen);
    }

    @Test
    void whoHasOneIsToldBeforeItIsDeleted() {
        driver.press("X");
        String dialog = driver.screen();
        assertTrue(dialog.contains("Delete volume datasets on gpu1"), dialog);
        assertTrue(dialog.contains("Used by 2 containers of gpu1: cont1, stopped."), dialog);
        assertTrue(dialog.contains("Docker removes no volume that a container has"), dialog);
        driver.press("enter");
        assertEquals(List.of(), sent(), "Enter presses Cancel");
        driver.press("G", "X");
        assertTrue(driver.screen().contains("All that is in it is lost."), driver::screen);
        driver.press("y");
        assertEquals(List.of(List.of("volume", "rm", "cache")), sent());
        driver.reply(Request.RunDocker.class, new Reply.Text("cache\n"));
        assertTrue(driver.screen().contains("Volume cache of gpu1 is deleted."), driver::screen);
    }

    @Test
    void oneIsMadeByName() {
        driver.press("c").type("scratch").press("enter");
        assertEquals(List.of(List.of("volume", "create", "scratch")), sent());
    }

    @Test
    void readonlyRefusesBoth() {
        Driver readonly = Driver.readonly().press("enter", "v", "c");
        assertTrue(readonly.screen().contains("--readonly"), readonly::screen);
        readonly.press("X");
        assertTrue(readonly.screen().contains("--readonly"), readonly::screen);
        assertEquals(List.of(), readonly.sent(Request.RunDocker.class));
    }

    @Test
    void anEmptyListSaysHowOneIsMade() {
        // cpu1, which has none
        Driver empty = Driver.connected(80, 24).press("j", "enter", "v");
        assertTrue(empty.screen().contains("There are no volumes on cpu1."), empty::screen);
        assertTrue(empty.screen().contains("c makes one"), empty::screen);
    }

    @Test
    void whatIsLookedAtIsAskedForAndNoMore() {
        Request.Watch now = driver.sent(Request.Watch.class).getLast();
        assertTrue(now.views().contains(Request.View.VOLUMES), now::toString);
        driver.press("2");
        assertFalse(driver.sent(Request.Watch.class).getLast().views().contains(Request.View.VOLUMES));
    }
}
