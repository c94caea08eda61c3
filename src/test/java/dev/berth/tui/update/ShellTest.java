package dev.berth.tui.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.UiEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shell that takes the screen's place. */
class ShellTest {
    private static final Effect ON_GPU1 = new Effect.Shell("gpu1", null);

    @Test
    void connectedHostGetsTheTerminalAtOnce() {
        Driver driver = Driver.connected().press("s");

        assertTrue(driver.effects().contains(ON_GPU1));
        assertEquals(List.of(), driver.sent(Request.Connect.class));
    }

    @Test
    void containerOfTheRowIsMeant() {
        Driver driver = Driver.connected().press("enter", "s");

        assertTrue(driver.effects().contains(new Effect.Shell("gpu1", "cont1")), driver.effects()::toString);
    }

    @Test
    void hostThatIsAwayIsConnectedFirst() {
        Driver driver = Driver.connected().press("j", "j", "s");
        Effect shell = new Effect.Shell("gpu2", null);

        assertEquals(List.of(new Request.Connect("gpu2")), driver.sent(Request.Connect.class));
        assertFalse(driver.effects().contains(shell));
        driver.reply(Request.Connect.class, up(driver, "gpu2"));
        assertTrue(driver.effects().contains(shell));
    }

    @Test
    void whoDoesSomethingElseMeanwhileKeepsTheScreen() {
        Driver driver = Driver.connected().press("j", "j", "s", "?");

        driver.reply(Request.Connect.class, up(driver, "gpu2"));

        assertFalse(driver.effects().contains(new Effect.Shell("gpu2", null)));
        assertEquals(
                "gpu2 is connected; s opens the shell.", driver.model().flash().text());
    }

    @Test
    void readonlyRefusesIt() {
        Driver driver = Driver.readonly().press("s");

        assertFalse(driver.effects().contains(ON_GPU1));
        assertTrue(driver.screen().contains("--readonly"), driver.screen());
    }

    @Test
    void endGivesTheScreenBackAndBreakingOffIsTold() {
        Driver driver = Driver.connected().press("s");
        String before = driver.screen();

        driver.happens(new UiEvent.ShellEnded("gpu1", 0, null));
        assertEquals(new Effect.TakeBack(), driver.effects().getLast());
        assertEquals(before, driver.screen());

        driver.happens(new UiEvent.ShellEnded("gpu1", 3, null));
        assertTrue(driver.screen().contains("The shell on gpu1 ended with exit code 3."), driver.screen());

        Problem lost = Problem.of(Problem.Code.LINK_LOST, "The session to gpu1 was lost: no answer.");
        driver.happens(new UiEvent.ShellEnded("gpu1", null, lost));
        assertTrue(driver.screen().contains("The session to gpu1 was lost: no answer."), driver.screen());
        assertEquals(
                List.of(lost.message()),
                List.of(driver.model().facts().notices().getLast().text()));
    }

    private static Reply up(Driver driver, String host) {
        return new Reply.Host(driver.model().facts().host(host).in(HostState.UP, null, null));
    }
}
