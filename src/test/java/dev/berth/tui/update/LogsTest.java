package dev.berth.tui.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.tui.Driver;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.Followed;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.UiEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of a container's log. */
class LogsTest {
    private final Driver driver = Driver.connected(80, 24).press("enter", "l");

    private static Effect.Follow follow(Driver driver) {
        return (Effect.Follow) driver.effects().stream()
                .filter(Effect.Follow.class::isInstance)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static List<String> numbered(int from, int to) {
        return new ArrayList<>(
                IntStream.range(from, to).mapToObj(i -> "line " + i + ".").toList());
    }

    private Driver logged(List<String> lines) {
        return driver.happens(new UiEvent.Logged(follow(driver).tag(), lines));
    }

    @Test
    void followsTheContainerOfTheRow() {
        assertEquals("gpu1", follow(driver).log().host());
        assertTrue(follow(driver).log().container().startsWith("4f5c9e2b77aa"), "by its id");
        assertTrue(follow(driver).log().part().follow());
        assertTrue(driver.screen().contains("Nothing yet"), driver::screen);
        logged(List.of("epoch 1", "\033[31mloss\033[0m 0.5"));
        assertTrue(driver.screen().contains("loss 0.5"), driver::screen);
    }

    @Test
    void endIsKeptInSightUntilSomebodyGoesUp() {
        logged(numbered(0, 100));
        assertTrue(driver.screen().contains("line 99."), driver::screen);
        logged(numbered(100, 101));
        assertTrue(driver.screen().contains("line 100."), driver::screen);
        driver.press("k", "k");
        logged(numbered(101, 103));
        assertFalse(driver.screen().contains("line 101."), driver::screen);
        driver.press("G");
        logged(numbered(103, 104));
        assertTrue(driver.screen().contains("line 103."), driver::screen);
    }

    @Test
    void linesInSightStayWhenOldOnesGo() {
        logged(numbered(0, Followed.MOST_LINES));
        driver.press("ctrl-b", "ctrl-b");
        String seen = driver.screen();
        logged(numbered(5_000, 5_010));
        List<String> before =
                seen.lines().filter(line -> line.contains("line 19")).toList();
        assertFalse(before.isEmpty());
        before.forEach(line -> assertTrue(driver.screen().contains(line.strip()), driver::screen));
        driver.press("g");
        assertTrue(driver.screen().contains("Older lines: berth logs gpu1 cont1"), driver::screen);
        assertFalse(driver.screen().contains("line 9."), driver::screen);
    }

    @Test
    void searchGoesFromMatchToMatch() {
        logged(numbered(0, 300));
        driver.press("/").type("line 42.").press("enter", "N");
        assertTrue(driver.screen().contains("line 42."), driver::screen);
        assertFalse(driver.screen().contains("line 299."), driver::screen);
    }

    @Test
    void leavingThePageEndsItAndLateLinesMeanNothing() {
        long tag = follow(driver).tag();
        driver.press("esc");
        assertTrue(driver.effects().contains(new Effect.Unfollow(tag)), driver.effects()::toString);
        assertInstanceOf(Page.Table.class, driver.model().page());
        driver.happens(new UiEvent.Logged(tag, List.of("late")));
        driver.press("l");
        assertFalse(driver.screen().contains("late"), driver::screen);
        assertTrue(follow(driver).tag() != tag, "read anew");
    }

    @Test
    void endIsToldAndCanBeReadAgain() {
        long tag = follow(driver).tag();
        logged(List.of("bye"));
        driver.press("r");
        assertEquals(tag, follow(driver).tag(), "it is still followed");
        driver.happens(new UiEvent.LogEnded(tag, null));
        assertTrue(driver.screen().contains("The log ends here."), driver::screen);
        driver.press("r");
        assertTrue(follow(driver).tag() != tag);
        driver.happens(new UiEvent.LogEnded(
                follow(driver).tag(), Problem.of(Problem.Code.LINK_LOST, "The session to gpu1 was lost.")));
        assertTrue(driver.screen().contains("The session to gpu1 was lost."), driver::screen);
    }

    @Test
    void itIsFollowedAgainOnceItsHostIsBack() {
        long tag = follow(driver).tag();
        logged(List.of("before the cut"));
        HostSnapshot up = Objects.requireNonNull(driver.model().facts().host("gpu1"));
        HostSnapshot away = up.in(HostState.RECONNECTING, null, null);
        driver.happens(new UiEvent.LogEnded(tag, Problem.of(Problem.Code.LINK_LOST, "The session to gpu1 was lost.")));
        assertEquals(tag, follow(driver).tag(), "nobody has told of another session yet");
        driver.tell(new Event.HostChanged(away));
        assertTrue(driver.screen().contains("before the cut"), driver::screen);
        driver.tell(new Event.HostChanged(away.in(HostState.UP, null, null)));
        assertTrue(follow(driver).tag() != tag);
    }

    @Test
    void anotherPartIsAskedForByAForm() {
        driver.press("T").type("yesterday").press("enter");
        assertTrue(driver.screen().contains("takes a span such as 42m"), driver::screen);
        driver.press("ctrl-u").type("10m").press("tab").type("5000").press("enter");
        assertTrue(driver.screen().contains("A number from 1 to 2000."), driver::screen);
        driver.press("ctrl-u").type("50").press("tab").type("yes");
        long before = follow(driver).tag();
        driver.press("enter");
        assertTrue(driver.effects().contains(new Effect.Unfollow(before)), "the old one goes on");
        assertEquals(
                new dev.berth.api.Request.LogPart(true, 50, dev.berth.tui.Sample.NOON.minusSeconds(600), null, true),
                follow(driver).log().part());
        assertTrue(driver.screen().contains("Log since 10m"), driver::screen);
        assertFalse(driver.press("esc").screen().contains("Log since"), "Esc goes back to the list");
    }

    @Test
    void longLinesGoOnBelowOrEndAtTheEdge() {
        logged(List.of("start " + "x".repeat(200) + " tail", "short"));
        assertTrue(driver.screen().contains("tail"), driver::screen);
        assertFalse(driver.press("W").screen().contains("tail"), driver::screen);
        assertTrue(driver.screen().contains("xxx…"), driver::screen);
        assertTrue(driver.screen().contains("short"), driver::screen);
        assertTrue(driver.press("W").screen().contains("tail"), driver::screen);
    }

    @Test
    void theWholeLogIsSavedToAFile() {
        driver.press("<").type("train.log").press("enter");
        Effect.Carry carry = (Effect.Carry) driver.effects().getLast();
        assertEquals(
                new dev.berth.carry.Errand.SaveLog("gpu1", "cont1", java.nio.file.Path.of("train.log")),
                carry.errand());
    }
}
