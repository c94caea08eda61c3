package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.ContainerChange;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerActionsTest {
    /** The sample's containers, in order: cont1 train plain データ処理 stopped crashed… */
    private final Driver driver = Driver.connected(120, 40).press("enter");

    private List<ContainerChange> sent() {
        return driver.sent(Request.ChangeContainer.class).stream()
                .map(Request.ChangeContainer::change)
                .toList();
    }

    @Test
    void startsWhatIsStoppedAndNothingElse() {
        driver.press("u");
        assertEquals(List.of(), sent());
        assertTrue(driver.screen().contains("It runs already."), driver::screen);
        driver.press("j", "j", "j", "j", "u");
        assertEquals(List.of(new ContainerChange.Start()), sent());
        driver.reply(Request.ChangeContainer.class, new Reply.Done());
        assertTrue(driver.screen().contains("gpu1/stopped is started."), driver::screen);
    }

    @Test
    void deletesOnlyAfterItsDialogWhichTellsWhatIsLost() {
        driver.press("X");
        String dialog = driver.screen();
        for (String told : List.of(
                "Delete container cont1",
                "Host gpu1",
                "It is running, and is killed first.",
                "1 Jupyter server in it ends too.",
                "1 tunnel to it")) {
            assertTrue(dialog.contains(told), () -> told + " is not told:\n" + dialog);
        }
        driver.press("enter");
        assertEquals(List.of(), sent(), "Enter presses Cancel");
        driver.press("X", "y");
        assertEquals(List.of(new ContainerChange.Remove(true, false)), sent());
        assertTrue(
                driver.sent(Request.ChangeContainer.class)
                        .getFirst()
                        .container()
                        .startsWith("4f5c9e2b77aa"),
                "by its id");
    }

    @Test
    void whatStopsIsInTheMenuAndAsksFirst() {
        driver.press("m");
        assertTrue(driver.screen().contains("stop container"), driver::screen);
        driver.press("esc", ":").type("container-stop").press("enter");
        assertTrue(driver.screen().contains("Stop container cont1"), driver::screen);
        assertEquals(List.of(), sent());
        driver.press("y");
        assertEquals(List.of(new ContainerChange.Stop(null)), sent());
    }

    @Test
    void renamesByAForm() {
        driver.press("j", ":").type("container-rename").press("enter");
        assertTrue(driver.screen().contains("Rename gpu1/train"), driver::screen);
        driver.press("ctrl-u").type("no good").press("enter");
        assertTrue(driver.screen().contains("A container's name has"), driver::screen);
        driver.press("ctrl-u").type("train2").press("enter");
        assertEquals(List.of(new ContainerChange.Rename("train2")), sent());
    }

    @Test
    void readonlyRefusesAllOfIt() {
        Driver readonly = Driver.readonly().press("enter", "X");
        assertTrue(readonly.screen().contains("--readonly"), readonly::screen);
        assertEquals(List.of(), readonly.sent(Request.ChangeContainer.class));
        readonly.press("j", "j", "j", "j", "u");
        assertEquals(List.of(), readonly.sent(Request.ChangeContainer.class));
    }

    @Test
    void whatIsMarkedIsDoneToAllAndFailuresAreToldForEach() {
        driver.press("space", "space", "X");
        String dialog = driver.screen();
        assertTrue(dialog.contains("Delete 2 marked containers"), dialog);
        assertTrue(dialog.contains("gpu1/cont1, gpu1/train"), dialog);
        driver.press("enter");
        assertEquals(List.of(), sent(), "Enter presses Cancel");
        driver.press("X", "y");
        assertEquals(List.of(new ContainerChange.Remove(true, false), new ContainerChange.Remove(true, false)), sent());
        driver.refuse(
                Request.ChangeContainer.class,
                dev.berth.api.Problem.of(dev.berth.api.Problem.Code.COMMAND_FAILED, "train is held."));
        driver.press("!");
        assertTrue(driver.screen().contains("train is held."), driver::screen);
    }

    @Test
    void aFilterMayLookIntoOneColumn() {
        driver.press("/").type("status:exited").press("enter");
        String screen = driver.screen();
        assertTrue(screen.contains("[2 of 6]") && screen.contains("stopped"), screen);
        driver.press("/").type("name:train").press("enter");
        assertTrue(driver.screen().contains("[1 of 6]"), driver::screen);
        driver.press("esc", "3", "/").type("gpu:free").press("enter");
        assertTrue(driver.screen().contains("[3 of 8]"), driver::screen);
        driver.press("/").type("status:up").press("enter");
        assertTrue(driver.screen().contains("What can stand before a colon: gpu: host: name:"), driver::screen);
    }

    @Test
    void sizesAreMeasuredByAKeyAndSortTheList() {
        assertFalse(driver.screen().contains("SIZE"), driver::screen);
        driver.press("z");
        Request.ListContainers asked = driver.sent(Request.ListContainers.class).getLast();
        assertTrue(asked.all() && asked.size() && asked.host().equals("gpu1"), asked::toString);
        List<Container> containers =
                driver.model().facts().hosts().getFirst().containers().items();
        driver.reply(
                Request.ListContainers.class,
                new Reply.Containers(containers.stream()
                        .map(each -> sized(each, each.name().equals("stopped") ? 7L << 30 : 12_288))
                        .toList()));
        String screen = driver.screen();
        assertTrue(screen.contains("SIZE") && screen.contains("7.0 GiB") && screen.contains("12.0 KiB"), screen);
        driver.press("/").type("status:exited").press("enter");
        assertTrue(driver.screen().contains("7.0 GiB"), driver::screen);
        assertTrue(driver.press("d").screen().contains("written over its image"), driver::screen);
    }

    private static Container sized(Container it, long bytes) {
        return new Container(
                it.host(),
                it.id(),
                it.name(),
                it.image(),
                it.state(),
                it.status(),
                it.created(),
                bytes,
                it.ports(),
                it.gpus(),
                it.network());
    }
}
