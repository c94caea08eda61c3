package dev.berth.tui.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Alert;
import dev.berth.api.Event;
import dev.berth.api.KernelChange;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.desktop.VsCode;
import dev.berth.tui.Driver;
import dev.berth.tui.Sample;
import dev.berth.tui.model.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys on a Jupyter server and what they lead to. */
class KernelActionsTest {
    private static Driver servers() {
        return Driver.connected().press("4");
    }

    @Test
    void theOnlyBusyKernelIsInterruptedOnceThatIsConfirmed() {
        Driver driver = servers().press("i");
        assertTrue(driver.screen().contains("Interrupt the kernel of train.ipynb"), driver::screen);
        assertTrue(driver.screen().contains("busy for 35m and holds 31.0 GiB"), driver::screen);
        driver.press("enter");
        assertEquals(List.of(), driver.sent(Request.ChangeKernel.class), "the focus is on Cancel");
        driver.press("i", "y");
        assertEquals(
                List.of(new Request.ChangeKernel("gpu1", "cont1", 9999, "k1", KernelChange.INTERRUPT)),
                driver.sent(Request.ChangeKernel.class));
    }

    @Test
    void ofSeveralKernelsAMenuAsksWhichOne() {
        Driver driver = servers().press("X");
        assertTrue(driver.screen().contains("Shut down which kernel of gpu1/cont1?"), driver::screen);
        driver.press("2");
        assertTrue(driver.screen().contains("all its variables are lost"), driver::screen);
        driver.press("y");
        assertEquals(
                List.of(new Request.ChangeKernel("gpu1", "cont1", 9999, "k2", KernelChange.STOP)),
                driver.sent(Request.ChangeKernel.class));
    }

    @Test
    void theLogOfAServerIsAKeyAway() {
        Driver driver = servers().press("l");
        assertEquals(
                List.of(new Request.JupyterLog("gpu1", "cont1", 9999, 500)), driver.sent(Request.JupyterLog.class));
        driver.reply(Request.JupyterLog.class, new Reply.Text("[I] Kernel started: k1"));
        assertTrue(driver.screen().contains("[I] Kernel started: k1"), driver::screen);
        driver.press("r");
        assertEquals(2, driver.sent(Request.JupyterLog.class).size(), "read anew");
    }

    @Test
    void anIdleKernelThatHoldsMemoryIsMarked() {
        assertTrue(servers().screen().contains("▲ 2, 1 busy"), servers()::screen);
    }

    @Test
    void whatWasWatchedForIsToldBeyondTheScreen() {
        Driver driver = servers().press("w");
        assertEquals(
                List.of(new Request.WatchKernels("gpu1", "cont1", 9999, true)),
                driver.sent(Request.WatchKernels.class));
        Alert alert = new Alert(Sample.NOON, "gpu1", "train.ipynb has finished", "In gpu1/cont1.");
        driver.press("1").tell(new Event.Alerted(alert));
        assertTrue(driver.effects().contains(new Effect.Tell(alert)));
        assertTrue(driver.screen().contains("train.ipynb has finished"), driver::screen);
    }

    @Test
    void anotherUsersServerIsStoppedOnlyWhenAskedAgain() {
        Driver driver = servers().press("x", "y");
        driver.refuse(Request.StopJupyter.class, Problem.of(Problem.Code.NOT_YOURS, "It was started by ann."));
        assertTrue(driver.screen().contains("started by ann"), driver::screen);
        driver.press("enter");
        assertEquals(1, driver.sent(Request.StopJupyter.class).size());
        driver.press("x", "y");
        driver.refuse(Request.StopJupyter.class, Problem.of(Problem.Code.NOT_YOURS, "It was started by ann."));
        driver.press("s");
        assertTrue(driver.sent(Request.StopJupyter.class).getLast().force());
    }

    @Test
    void theAddressWithItsTokenIsCopiedButNotShown() {
        Driver driver = servers().press("y");
        assertTrue(driver.screen().contains("address with its token"), driver::screen);
        driver.type("5");
        driver.reply(
                Request.OpenJupyter.class,
                new Reply.OpenedServer(
                        new Sample(Sample.NOON).servers().getFirst(),
                        new Secret("http://127.0.0.1:9999/gpu1-cont1-9999/lab?token=abc")));
        assertTrue(driver.effects()
                .contains(new Effect.Copy(new Secret("http://127.0.0.1:9999/gpu1-cont1-9999/?token=abc"))));
        assertTrue(!driver.screen().contains("abc"), driver::screen);
    }

    @Test
    void vsCodeOpensWhereTheRowIs() {
        Driver driver = Driver.connected().press("e");
        assertTrue(driver.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.Code code
                        && code.place().equals(new VsCode.Place("gpu1", null, null))));
        driver = servers().press("e");
        assertTrue(driver.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.Code code
                        && code.place().equals(new VsCode.Place("gpu1", "cont1", "/workspace"))));
        driver = Driver.connected().press("enter", "e");
        assertEquals(1, driver.sent(Request.FindContainer.class).size());
    }

    @Test
    void aHostItselfHasAFormForJupyterToo() {
        Driver driver = Driver.connected().press("o");
        assertEquals(List.of(new Request.PlanJupyter("gpu1", null)), driver.sent(Request.PlanJupyter.class));
    }
}
