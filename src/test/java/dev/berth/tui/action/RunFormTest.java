package dev.berth.tui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.KeptRun;
import dev.berth.api.Problem;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.tui.Driver;
import dev.berth.tui.Sample;
import dev.berth.tui.model.Effect;
import dev.berth.tui.model.UiEvent;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RunFormTest {
    private static final String LAST = "docker run -d --name again lab/busybox:1.35 sleep 9";

    /** On the containers of gpu1, at one that runs. */
    private final Driver driver = Driver.connected(110, 45).press("enter");

    private Driver form(String key) {
        driver.press(key);
        return driver.reply(Request.ListRuns.class, runs());
    }

    private static Reply.Runs runs() {
        return new Reply.Runs(List.of(new KeptRun("torch", null, "docker run -it --gpus all torch:1")), LAST);
    }

    /** The fields before the one wanted, by Tab. */
    private void tabs(int count) {
        for (int i = 0; i < count; i++) {
            driver.press("tab");
        }
    }

    private Request.RunDocker sent() {
        return driver.sent(Request.RunDocker.class).getLast();
    }

    @Test
    void theLineIsShownAsItGrowsAndIsTheOneThatRuns() {
        form("c").press("ctrl-u").type("lab/busybox:1.35");
        tabs(1);
        driver.type("mine");
        tabs(3);
        driver.type("~/data:/data:ro");
        assertTrue(
                driver.screen().contains("docker run -d --name mine -v \"$HOME\"/data:/data:ro lab/busybox:1.35"),
                driver::screen);
        driver.press("enter");
        assertEquals(
                List.of("run", "-d", "--name", "mine", "-v", "~/data:/data:ro", "lab/busybox:1.35"), sent().words());
        assertEquals("gpu1", sent().host());
        driver.reply(Request.RunDocker.class, new Reply.Text("0123456789abcdef"));
        assertTrue(driver.screen().contains("mine runs on gpu1."), driver::screen);
    }

    @Test
    void aPastedLineFillsTheForm() {
        form("c")
                .happens(new UiEvent.Pasted(
                        "nvidia-docker run –ti ––rm -p 8888:8888 \\\n -u $(id -u):$(id -g) im:1 ls"));
        assertTrue(
                driver.screen().contains("docker run -it --rm --gpus all -p 8888:8888 -u \"$(id -u)\":\"$(id -g)\""),
                driver::screen);
        driver.press("enter");
        assertEquals(
                List.of(
                        "run",
                        "-it",
                        "--rm",
                        "--gpus",
                        "all",
                        "-p",
                        "8888:8888",
                        "-u",
                        "$(id -u):$(id -g)",
                        "im:1",
                        "ls"),
                driver.effects().stream()
                        .filter(Effect.Docker.class::isInstance)
                        .map(effect -> ((Effect.Docker) effect).words())
                        .findFirst()
                        .orElseThrow(),
                "the terminal goes to docker");
    }

    @Test
    void anImageOfNvidiaBringsWhatNvidiaRecommendsAndTakesItAlong() {
        form("c").press("ctrl-u").type("im");
        assertTrue(driver.screen().contains("docker run -d im"), "the row's image was one of NVIDIA's");
        driver.press("ctrl-u").type("nvcr.io/nvidia/pytorch:24.10-py3");
        String screen = driver.screen();
        assertTrue(screen.contains("docker run -d --gpus all --ipc host --ulimit memlock=-1 --ulimit"), screen);
        assertTrue(screen.contains("stack=67108864 nvcr.io/nvidia/pytorch:24.10-py3"), screen);
    }

    @Test
    void gpusArePickedByUuidWithTheirUse() {
        form("c").press("ctrl-u").type("im").press("ctrl-g");
        assertTrue(driver.screen().contains("[ ] 2 NVIDIA A100"), driver::screen);
        assertTrue(driver.screen().contains("free"), driver::screen);
        driver.press("2", "3");
        assertTrue(driver.screen().contains("[x] 3 NVIDIA A100"), driver::screen);
        driver.press("esc", "enter");
        String uuid = "GPU-5a1b2c3d-0000-4000-8000-00000000000";
        assertEquals(List.of("run", "-d", "--gpus", "\"device=" + uuid + "2," + uuid + "3\"", "im"), sent().words());
    }

    private void split() {
        driver.tell(new Event.HostChanged(
                Sample.split(Objects.requireNonNull(driver.model().facts().host("gpu1")))));
    }

    @Test
    void slicesOfACardArePickedByTheirUuidAndTheCardItselfIsNot() {
        split();
        form("c").press("ctrl-u").type("im").press("ctrl-g");
        assertTrue(driver.screen().contains("split by MIG: pick a slice of it"), driver::screen);
        assertTrue(driver.screen().matches("(?s).*\\[ ]  0:0 MIG 3g.40gb +20.0/40G, in use  MIG-aa.*"), driver::screen);
        driver.press("0");
        assertTrue(driver.screen().contains("CUDA finds no device on the whole card"), driver::screen);
        driver.press("g", "j", "j", "j", "enter");
        assertTrue(driver.screen().contains("[x]  0:0 MIG 3g.40gb"), driver::screen);
        driver.press("j", "enter");
        driver.press("esc");
        assertTrue(driver.screen().contains("--gpus '\"device=MIG-aa,MIG-bb\"'"), driver::screen);
        driver.press("enter");
        assertEquals(List.of("run", "-d", "--gpus", "\"device=MIG-aa,MIG-bb\"", "im"), sent().words());
    }

    @Test
    void aSplitCardThatIsTypedWholeIsRefusedAtItsField() {
        split();
        form("c").press("ctrl-u").type("im");
        tabs(2);
        driver.type("0,1").press("enter");
        assertTrue(driver.screen().contains("GPU 0 is split by MIG"), driver::screen);
        assertEquals(List.of(), driver.sent(Request.RunDocker.class));
        driver.press("ctrl-u").type("0:1").press("enter");
        assertTrue(sent().words().contains("device=0:1"), sent()::toString);
    }

    @Test
    void whatTheGpusToPickFromDoIsTrueAsLongAsTheyAreShown() {
        form("c").press("ctrl-g");
        assertTrue(
                driver.sent(Request.Watch.class).getLast().views().contains(Request.View.GPUS), "they are looked at");
        driver.press("j", "j");
        split();
        assertTrue(driver.screen().contains("0:1 MIG 1g.10gb"), driver::screen);
        driver.press("esc");
        assertFalse(driver.sent(Request.Watch.class).getLast().views().contains(Request.View.GPUS), "no longer");
    }

    @Test
    void whatDockerRefusesStandsAtItsField() {
        form("c").press("ctrl-u").type("im").press("enter");
        driver.refuse(
                Request.RunDocker.class,
                Problem.of(
                        Problem.Code.COMMAND_FAILED,
                        "docker run on gpu1 failed: Bind for 0.0.0.0:80 failed: port is already allocated"));
        String screen = driver.screen();
        assertTrue(screen.contains("Run a container on gpu1"), screen);
        assertTrue(screen.contains("port is already allocated"), screen);
    }

    @Test
    void theLastRunAndProfilesAreAKeyAway() {
        form("c").press("ctrl-r");
        assertTrue(driver.screen().contains(LAST), driver::screen);
        driver.press("ctrl-o");
        driver.reply(Request.ListRuns.class, runs()).press("enter");
        assertTrue(driver.screen().contains("docker run -it --gpus all torch:1"), driver::screen);
        driver.press("esc");
        form("R");
        assertEquals(List.of("run", "-d", "--name", "again", "lab/busybox:1.35", "sleep", "9"), sent().words());
    }

    /** The agent may take its time. */
    @Test
    void keysForTheProfilesDoNotRunTheForm() {
        form("c").press("ctrl-r", "ctrl-o", "enter");
        driver.reply(Request.ListRuns.class, runs()).press("enter");
        assertTrue(driver.screen().contains("docker run -it --gpus all torch:1"), driver::screen);
    }

    @Test
    void aProfileSavedInTheFormIsThereAtOnce() {
        form("c").press("ctrl-s").type("mine").press("enter");
        driver.reply(Request.SaveProfile.class, new Reply.Done()).press("ctrl-o");
        driver.reply(
                Request.ListRuns.class, new Reply.Runs(List.of(new KeptRun("mine", null, "docker run im:1")), null));
        assertTrue(driver.screen().contains("mine"), driver::screen);
        driver.press("esc", "ctrl-o");
        driver.reply(Request.ListRuns.class, new Reply.Runs(List.of(), null));
        assertTrue(driver.screen().contains("There are no profiles yet"), driver::screen);
    }

    @Test
    void aProfileThatCanNotBeSavedSaysSoInItsForm() {
        form("c").press("ctrl-s").type("mine").press("enter");
        driver.refuse(
                Request.SaveProfile.class, Problem.of(Problem.Code.USAGE, "config.yaml has it.", "Choose another."));
        String screen = driver.screen();
        assertTrue(screen.contains("Save as a profile") && screen.contains("config.yaml has it."), screen);

        driver.press("ctrl-u").type("other").press("enter");
        assertEquals("other", driver.sent(Request.SaveProfile.class).getLast().name());
    }

    @Test
    void aProfileInTheFormOfANotebookKeepsWhatANotebookNeeds() {
        form("N").press("ctrl-o");
        driver.reply(Request.ListRuns.class, runs()).press("enter", "enter");
        assertEquals(
                List.of(
                        "run",
                        "-d",
                        "--gpus",
                        "device=GPU-5a1b2c3d-0000-4000-8000-000000000002",
                        "torch:1",
                        "sleep",
                        "infinity"),
                sent().words());
    }

    @Test
    void aNotebooksProfileMayWantSeveralGpusAndACommandOfItsOwn() {
        form("N").happens(new UiEvent.Pasted("docker run -d --gpus '\"device=0,1\"' torch:1 serve"));
        driver.press("enter");
        assertEquals(List.of("run", "-d", "--gpus", "\"device=0,1\"", "torch:1", "serve"), sent().words());
    }

    @Test
    void notebookRunsOnAFreeGpuAndJupyterFollows() {
        form("N");
        assertTrue(driver.screen().contains("GPU 2 is free"), driver::screen);
        driver.press("enter");
        assertTrue(sent().words().containsAll(List.of("--gpus", "device=GPU-5a1b2c3d-0000-4000-8000-000000000002")));
        driver.reply(Request.RunDocker.class, new Reply.Text("0123456789abcdef0123"));
        Request.StartJupyter start = driver.sent(Request.StartJupyter.class).getFirst();
        assertEquals("0123456789ab", start.container());
        assertTrue(driver.screen().contains("Start Jupyter in gpu1/0123456789ab"), driver::screen);
    }

    @Test
    void pullingTellsItsLayersAndCanBeCancelled() {
        driver.press("6", "P").type("lab/new:1").press("enter");
        driver.happens(new UiEvent.Progressed(
                driver.tag(Request.PullImage.class),
                new Event.Progress(
                        "a1", "a1: Downloading [====      ] 40 % of 12.0 MB", Event.StepState.RUNNING, null)));
        assertTrue(driver.screen().contains("Downloading [====      ] 40 %"), driver::screen);
        driver.press("esc");
        assertTrue(
                driver.effects().contains(new Effect.Cancel(driver.tag(Request.PullImage.class))),
                "cancelled in the agent");
    }

    @Test
    void pagesOfDockersOutputAreReadWhenShown() {
        driver.press("i");
        assertEquals("inspect", sent().words().getFirst());
        driver.reply(Request.RunDocker.class, new Reply.Text("[\n  {\n    \"Id\": \"4f5c\""));
        assertTrue(driver.screen().contains("\"Id\": \"4f5c\""), driver::screen);
        driver.forget();
        driver.press("r");
        assertEquals(1, driver.sent(Request.RunDocker.class).size());
        driver.press("esc");
        assertFalse(driver.screen().contains("\"Id\""));
    }

    @Test
    void processesOfAGpuGetASignalOnlyAfterTwoDialogs() {
        driver.press("3", "x");
        assertTrue(driver.screen().contains("End which process of GPU 0 of gpu1?"), driver::screen);
        driver.press("enter", "enter");
        assertEquals(List.of(), driver.sent(Request.SignalProcess.class), "Enter presses Cancel");
        driver.press("x", "enter", "t");
        assertEquals(
                List.of(new Request.SignalProcess("gpu1", 48_213, "python train.py", "TERM")),
                driver.sent(Request.SignalProcess.class));
    }
}
