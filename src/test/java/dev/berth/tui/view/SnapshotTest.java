package dev.berth.tui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.Question;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import dev.berth.tui.Sample;
import dev.berth.tui.draw.Style;
import dev.berth.tui.model.UiEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames of the sample fleet, compared with those that a person looked at. */
class SnapshotTest {
    @ParameterizedTest
    @CsvSource({"80, 24", "120, 40", "200, 50", "40, 10"})
    void viewsAtTheUsualSizes(int columns, int rows) throws IOException {
        String size = columns + "x" + rows;
        Driver driver = Driver.connected(columns, rows).press("j");
        driver.frame().matches("fleet-" + size);
        driver.press("g", "enter").frame().matches("containers-" + size);
        driver.press("3").frame().matches("gpus-" + size);
        driver.press("4").frame().matches("servers-" + size);
        driver.press("0", "5", "j").frame().matches("tunnels-" + size);
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 40"})
    void dialogsAtTheUsualSizes(int columns, int rows) throws IOException {
        String size = columns + "x" + rows;
        Driver.connected(columns, rows).press("?").frame().matches("help-" + size);
        Driver.connected(columns, rows).press("enter", "x").frame().matches("stop-" + size);
        Driver.connected(columns, rows).press("q").frame().matches("quit-" + size);
        Driver.connected(columns, rows).press("enter", "m").frame().matches("menu-" + size);
        Driver.connected(columns, rows).press(":").type("tun").frame().matches("palette-" + size);
        Driver.connected(columns, rows).press("5", "j", "d").frame().matches("details-" + size);
        Driver.connected(columns, rows).tell(new Event.Asked(hostKey())).frame().matches("host-key-" + size);
        Driver.connected(columns, rows)
                .tell(new Event.Asked(changedHostKey()))
                .frame()
                .matches("host-key-changed-" + size);
        Driver.connected(columns, rows)
                .tell(new Event.Asked(loginPage()))
                .frame()
                .matches("login-page-" + size);
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 40"})
    void startOfJupyterFromItsFormToItsFailure(int columns, int rows) throws IOException {
        String size = columns + "x" + rows;
        Driver driver = Driver.connected(columns, rows).press("enter", "j", "o");
        driver.reply(Request.PlanJupyter.class, plan());
        driver.frame().matches("start-form-" + size);
        driver.press("enter");
        step(driver, "exec", "start JupyterLab in the container", Event.StepState.DONE, null);
        step(driver, "listening", "wait until port 8888 listens", Event.StepState.RUNNING, null);
        driver.frame().matches("job-" + size);
        step(
                driver,
                "listening",
                "wait until port 8888 listens",
                Event.StepState.FAILED,
                "ImportError: no module named\n  notebook_shim");
        driver.refuse(
                Request.StartJupyter.class,
                Problem.of(
                        Problem.Code.JUPYTER_DIED,
                        "JupyterLab in gpu1/train ended at start with exit code 1.",
                        "Its log is /tmp/berth-8888.log in the container."));
        driver.frame().matches("job-failed-" + size);
    }

    @Test
    void emptyListsSayWhatToDo() throws IOException {
        Driver.started(80, 24).frame().matches("first-frame-80x24");
        Driver none = Driver.started(80, 24).happens(new UiEvent.AgentUp(Sample.welcome()));
        none.tell(new Event.Hosts(List.of())).frame().matches("no-hosts-80x24");
        Driver off = Driver.connected(80, 24).tell(new Event.Hosts(List.of(HostSnapshot.off("gpu2", false))));
        assertTrue(off.press("2").screen().contains("No host is connected."));
        Driver denied = Driver.connected(80, 24).press("j", "enter");
        denied.frame().matches("docker-denied-80x24");
        assertTrue(denied.press("3").screen().contains("There is no nvidia-smi on cpu1."));
        assertTrue(denied.press("4").screen().contains("No Jupyter server runs on cpu1."));
        assertTrue(denied.press("5").screen().contains("There are no tunnels to cpu1."));
    }

    @Test
    void tooSmallATerminalSaysSo() throws IOException {
        Driver.connected(30, 8).frame().matches("too-small-30x8");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 40", "39, 9", "40, 10", "41, 15", "60, 16", "79, 23", "300, 100"})
    void everySizeIsDrawnWithEachDialog(int columns, int rows) {
        Driver driver = Driver.connected(columns, rows);
        for (String key : List.of("2", "3", "4", "5", "!", "@", "1")) {
            assertFalse(driver.press(key).screen().isEmpty());
        }
        driver.press("enter", "j", "o");
        driver.reply(Request.PlanJupyter.class, plan());
        driver.screen();
        driver.press("esc", "?").screen();
        driver.press("esc", "F").screen();
        driver.press("esc", ":").screen();
        driver.press("esc", "m").screen();
        driver.tell(new Event.Asked(hostKey())).screen();
        driver.tell(new Event.Settled(7))
                .tell(new Event.Asked(changedHostKey()))
                .screen();
        driver.tell(new Event.Settled(8)).tell(new Event.Asked(loginPage())).screen();
    }

    @Test
    void helpIsOfferedHoweverNarrowTheScreen() {
        for (int columns = 40; columns < 130; columns += 7) {
            assertTrue(Driver.connected(columns, 24).screen().contains("? help"));
        }
    }

    @Test
    void hostIsShownWhereverOneIs() {
        Driver driver = Driver.connected(40, 12).press("enter");
        for (String key : List.of("2", "3", "4", "5")) {
            assertTrue(driver.press(key).screen().contains("gpu1"), key);
        }
    }

    @Test
    void whatIsOldIsGreyAndDated() {
        Driver driver = Driver.connected(120, 40).press("enter", "j");
        assertEquals(Style.TEXT, driver.frame().styleOf("plain"));
        driver.happens(new UiEvent.AgentLost(Problem.of(Problem.Code.AGENT_UNREACHABLE, "The agent ended.")));
        driver.passes(20_000);
        assertEquals(Style.STALE, driver.frame().styleOf("plain"));
        assertTrue(driver.screen().contains("as of 23s ago"), driver.screen());
    }

    @Test
    void longFlashIsShownWhole() {
        Driver driver = Driver.connected(80, 24).press("j", "j", "enter");
        driver.refuse(
                Request.Connect.class,
                Problem.of(
                        Problem.Code.HOST_KEY_CHANGED,
                        "The host key of gpu2 changed: known_hosts line 12 has another ssh-ed25519 key.",
                        "If the host was reinstalled, remove the old key with ssh-keygen -R gpu2."));
        assertTrue(driver.screen().contains("ssh-keygen -R gpu2"), driver.screen());
    }

    private static void step(
            Driver driver,
            String id,
            String text,
            Event.StepState state,
            @org.jspecify.annotations.Nullable String detail) {
        driver.happens(new UiEvent.Progressed(
                driver.tag(Request.StartJupyter.class), new Event.Progress(id, text, state, detail)));
    }

    private static Question hostKey() {
        return new Question.HostKey(
                7,
                "gpu2",
                new Question.ServerKey(
                        "gate.example:22", "gate", "ssh-ed25519", "SHA256:n2Gd0kq1r8Yk0wqkqTz6v5b2cX7f9QmY3sLxJ4hU1aE"),
                "~/.ssh/known_hosts",
                List.of("~/.ssh/known_hosts:3: gate-old,10.0.0.7"));
    }

    private static Question loginPage() {
        return new Question.LoginPage(
                9,
                "pod7",
                "root@213.173.105.9:40123",
                "# This host requires an additional check.\n"
                        + "# To authenticate, visit: https://login.example/a/l2f1c9d7b4e8a0a3c5d6e7f8091a2b3c4d5e6f7081\n");
    }

    private static Question changedHostKey() {
        return new Question.ChangedHostKey(
                8,
                "pod7",
                new Question.ServerKey(
                        "213.173.105.9:40123",
                        null,
                        "ssh-ed25519",
                        "SHA256:n2Gd0kq1r8Yk0wqkqTz6v5b2cX7f9QmY3sLxJ4hU1aE"),
                new Question.KnownKey(
                        "ecdsa-sha2-nistp256",
                        "SHA256:yJ8mPzq0c3hW1r5xQbT7v2n9Lk4sDf6GhRaUeIoXw0E",
                        "/home/ml/.ssh/known_hosts",
                        12),
                "pod7",
                "ssh-keygen -R '[213.173.105.9]:40123' -f '/home/ml/.ssh/known_hosts'");
    }

    private static Reply.JupyterPlan plan() {
        return new Reply.JupyterPlan(
                JupyterServer.Kind.LAB,
                "4.3.4",
                8888,
                "/workspace",
                "docker exec -d -w /workspace train jupyter lab --ip=0.0.0.0 --port=8888 --no-browser --allow-root");
    }
}
