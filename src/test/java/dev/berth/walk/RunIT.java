package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Docker's own words by verbs and by the form, on the lab's real engines. */
class RunIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String ESC = "\033";
    private static final String IMAGE = "lab/busybox:1.35";

    @AfterAll
    static void reset() throws IOException {
        Lab.run(
                "exec",
                "gpu1",
                "rm -rf /home/dev/.docker /home/dev/in; docker rmi lab/tagged:1 lab/committed:1 >/dev/null 2>&1; true");
        Lab.run("reset");
    }

    private static String box(String command) throws IOException {
        return on("gpu1", command);
    }

    @Test
    void runTakesDockersOwnWordsAndTheBoxExpandsItsOwn() throws Exception {
        berth.run(
                        "run",
                        "gpu1",
                        "-d",
                        "--name",
                        "words",
                        "-v",
                        "~/in:/in",
                        "-u",
                        "$(id -u):$(id -g)",
                        IMAGE,
                        "sleep",
                        "99")
                .ok();
        assertEquals("/home/dev/in:/in", box("docker inspect -f '{{index .HostConfig.Binds 0}}' words"));
        assertEquals(box("id -u dev") + ":" + box("id -g dev"), box("docker inspect -f '{{.Config.User}}' words"));
        assertTrue(berth.run("top", "gpu1", "words").ok().out().contains("sleep 99"));
        assertTrue(berth.run("inspect", "gpu1", "words", "--format", "{{.Name}}")
                .ok()
                .out()
                .contains("/words"));
        berth.run("commit", "gpu1", "words", "lab/committed:1").ok();
        berth.run("tag", "gpu1", IMAGE, "lab/tagged:1").ok();
        List<Map<String, Object>> images =
                berth.run("images", "gpu1", "--json").ok().rows();
        assertTrue(
                images.toString().contains("lab/tagged:1") && images.toString().contains("lab/committed:1"));
        berth.run("rm", "gpu1", "-f", "words").ok();
    }

    @Test
    void outputInputAndExitCodeAreDockers() throws Exception {
        assertEquals(
                "a b\n",
                berth.run("run", "gpu1", "--rm", IMAGE, "echo", "a b").ok().out());
        assertEquals(
                "fed",
                berth.feed("fed", "run", "gpu1", "-i", "--rm", IMAGE, "cat")
                        .ok()
                        .out());
        berth.run("run", "gpu1", "--rm", IMAGE, "sh", "-c", "exit 7").fails(7);
        berth.run("run", "gpu1", "--nonsense").fails(125, "unknown flag");
        berth.run("--readonly", "run", "gpu1", IMAGE).fails(1, "--readonly");
        assertEquals(
                "$(hostname) $HOME\n",
                berth.run("run", "gpu1", "--rm", IMAGE, "echo", "$(hostname) $HOME")
                        .ok()
                        .out(),
                "a text with blanks is nobody's to expand");
    }

    @Test
    void anImageIsBuiltFromATarOnStandardInput() throws Exception {
        String tar =
                "d=$(mktemp -d) && printf 'FROM " + IMAGE + "\\nLABEL of=berth\\n' >$d/Dockerfile && tar -C $d -c . | "
                        + String.join(" ", berth.line("build", "gpu1", "-t", "lab/tagged:1", "-"));
        berth.start("", List.of("sh", "-c", tar)).ok();
        assertEquals("berth", box("docker inspect -f '{{.Config.Labels.of}}' lab/tagged:1"));
    }

    @Test
    void doctorTellsWhatABoxLacks() throws Exception {
        List<Map<String, Object>> gpu1 = berth.run("doctor", "gpu1", "--json").rows();
        assertEquals("ok", state(gpu1, "docker"));
        assertEquals("ok", state(gpu1, "driver"));
        assertEquals("ok", state(gpu1, "container toolkit"));
        List<Map<String, Object>> denied =
                berth.run("doctor", "gpu1-denied", "--json").rows();
        assertEquals("fail", state(denied, "docker"));
        assertTrue(denied.toString().contains("usermod -aG docker nodocker"), denied::toString);
        berth.run("doctor", "bare", "--json").fails(1);
    }

    private static Object state(List<Map<String, Object>> findings, String check) {
        return findings.stream()
                .filter(finding -> check.equals(finding.get("check")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(findings.toString()))
                .get("state");
    }

    @Test
    void loginThatIsRefusedSaysWhyAndNothingOfThePassword() throws Exception {
        BerthProgram.Result refused =
                berth.feed("hunter2", "login", "gpu1", "127.0.0.1:1", "-u", "dev", "--password-stdin");
        refused.fails(1, "docker login on gpu1 failed");
        assertFalse(refused.err().contains("hunter2"));
    }

    @Test
    void theFormRunsAPastedLineAndTheRunIsRepeated() throws Exception {
        try (PtySession screen = berth.screen(110, 45)) {
            screen.await("gpu1", SOON);
            screen.send("\r");
            screen.await("train", SOON);
            screen.send("c");
            screen.await("Run a container on gpu1", SOON);
            screen.send(ESC + "[200~docker run –d --name formed -e A=1 " + IMAGE + " sleep 77" + ESC + "[201~");
            screen.await("docker run -d --name formed -e A=1 " + IMAGE + " sleep 77", SOON);
            screen.send("\r");
            screen.await("formed runs on gpu1.", SOON);
            screen.awaitScreen("it is listed", text -> text.contains("formed "), SOON);
            assertTrue(box("docker top formed").contains("sleep 77"));
            screen.send("R");
            screen.await("is already in use", SOON);
            screen.send(ESC);
            screen.awaitScreen("the form is left", text -> !text.contains("Run a container"), SOON);
            screen.send("/formed\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("i");
            screen.await("\"Id\"", SOON);
            screen.send(ESC);
            screen.awaitScreen("back", text -> text.contains("[1 of "), SOON);
            screen.send("X");
            screen.await("Delete container formed", SOON);
            screen.send("y");
            screen.await("is deleted", SOON);
        }
    }

    @Test
    void theFormIsFilledByHandAndPathsOfTheBoxAreCompleted() throws Exception {
        box("mkdir -p /home/dev/in/data-of-mine && chown -R dev /home/dev/in");
        berth.configured("profiles:\n  mine: docker run --rm -e FROM=profile " + IMAGE + " sleep 66");
        try (PtySession screen = berth.screen(110, 45)) {
            screen.await("gpu1", SOON);
            screen.send("\r");
            screen.await("train", SOON);
            screen.send("c");
            screen.await("Run a container on gpu1", SOON);
            screen.send("\025" + IMAGE + "\tbyhand\t\t\t~/in/da\006");
            screen.await("/home/dev/in/data-of-mine/", SOON);
            screen.send(":/data:ro\t16m\t\t\t$(id -u):$(id -g)\tyes\tA=1\t/data");
            screen.await("docker run -d --rm --name byhand -v /home/dev/in/data-of-mine/:/data:ro", SOON);
            for (int i = 0; i < 5; i++) {
                screen.send("\t");
            }
            screen.send("sleep 88\023");
            screen.await("Save as a profile", SOON);
            screen.send("kept\r");
            screen.await("Profile kept is saved", SOON);
            screen.send("\r");
            screen.await("byhand runs on gpu1.", SOON);
            assertEquals(
                    box("id -u dev") + ":" + box("id -g dev") + " /data 16777216 true",
                    box("docker inspect -f '{{.Config.User}} {{.Config.WorkingDir}} {{.HostConfig.ShmSize}}"
                            + " {{.HostConfig.AutoRemove}}' byhand"));
            assertTrue(box("docker top byhand").contains("sleep 88"));
            screen.send("c");
            screen.await("Run a container on gpu1", SOON);
            screen.send("\017");
            screen.await("Profiles", SOON);
            screen.awaitScreen("both", text -> text.contains("mine ") && text.contains("kept "), SOON);
            screen.send("\r");
            screen.await("docker run -d --rm -e FROM=profile " + IMAGE + " sleep 66", SOON);
            screen.send("\t\t\017");
            screen.await("Profiles (ctrl-s", SOON);
            screen.send("j\r");
            screen.await("--name byhand", SOON);
            screen.send(ESC);
        }
        box("docker rm -f byhand");
    }

    @Test
    void profilesOfBothKindsFillTheFormAndTheLastRunIsAKeyAway() throws Exception {
        berth.configured("profiles:\n  mine: docker run --rm -e FROM=profile " + IMAGE + " sleep 66");
        try (PtySession screen = berth.screen(80, 24, "gpu1")) {
            screen.await("train", SOON);
            form(screen);
            screen.send("\022");
            screen.await("Nothing was run on gpu1 by Berth yet.", SOON);
            screen.send("\017");
            screen.await("Profiles", SOON);
            screen.send("\r");
            screen.await("docker run -d --rm -e FROM=profile " + IMAGE + " sleep 66", SOON);
            screen.send("\tprofiled\023");
            screen.await("Save as a profile", SOON);
            screen.send("mine\r");
            screen.await("config.yaml has a profile mine already", SOON);
            screen.send("\025kept\r");
            screen.await("Profile kept is saved", SOON);
            screen.send("\017");
            screen.awaitScreen("both", text -> text.contains("mine ") && text.contains("kept "), SOON);
            screen.send("j\r");
            screen.await("--name profiled", SOON);
            screen.send("\r");
            screen.await("profiled runs on gpu1.", SOON);
            form(screen);
            screen.send("\022");
            screen.await("--name profiled", SOON);
            screen.send(ESC);
            screen.awaitScreen("the form is left", text -> !text.contains("Run a container"), SOON);
        }
        assertTrue(box("docker top profiled").contains("sleep 66"));
        box("docker rm -f profiled");
        berth.run("agent", "stop").ok();
        try (PtySession screen = berth.screen(80, 24, "gpu1")) {
            screen.await("train", SOON);
            screen.send("R");
            screen.await("profiled runs on gpu1.", SOON);
            form(screen);
            screen.send("\017");
            screen.awaitScreen("both", text -> text.contains("mine ") && text.contains("kept "), SOON);
        }
        assertTrue(box("docker inspect -f '{{json .Config.Env}}' profiled").contains("FROM=profile"));
        box("docker rm -f profiled");
    }

    private static void form(PtySession screen) throws Exception {
        screen.send("c");
        screen.await("Run a container on gpu1", SOON);
    }

    @Test
    void aLineOfOldTimesGivesTheGpusThatItNames() throws Exception {
        try (PtySession screen = berth.screen(110, 45)) {
            screen.await("gpu1", SOON);
            screen.send("\r");
            screen.await("train", SOON);
            screen.send("c");
            screen.await("Run a container on gpu1", SOON);
            screen.send(ESC + "[200~NV_GPU=1,3 nvidia-docker run –d --name oldtimes –v $PWD:/w " + IMAGE + " sleep 55"
                    + ESC + "[201~");
            screen.await("--gpus '\"device=1,3\"'", SOON);
            screen.send("\r");
            screen.await("oldtimes runs on gpu1.", SOON);
        }
        assertEquals("/home/dev:/w", box("docker inspect -f '{{index .HostConfig.Binds 0}}' oldtimes"));
        assertEquals("[1 3]", box("docker inspect -f '{{(index .HostConfig.DeviceRequests 0).DeviceIDs}}' oldtimes"));
        box("docker rm -f oldtimes");
    }

    @Test
    void aTerminalRunGivesTheTerminalToDockerAndTakesItBack() throws Exception {
        try (PtySession screen = berth.screen(110, 40)) {
            screen.await("gpu1", SOON);
            screen.send("\r");
            screen.await("train", SOON);
            screen.send("c");
            screen.await("Run a container on gpu1", SOON);
            screen.send(ESC + "[200~docker run -it --rm " + IMAGE + " sh" + ESC + "[201~");
            screen.await("docker run -it --rm " + IMAGE + " sh", SOON);
            screen.send("\r");
            screen.await("/ #", SOON);
            screen.send("echo $((6*7))\r");
            screen.await("42", SOON);
            screen.send("exit\r");
            screen.await("Containers", SOON);
        }
    }

    @Test
    void imagesAreListedTaggedAndRemoved() throws Exception {
        // a run that failed may have left it
        box("docker rmi lab/busybox:mine || true");
        try (PtySession screen = berth.screen(110, 40)) {
            screen.await("gpu1", SOON);
            screen.send("\r");
            screen.await("train", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("/busybox\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("h");
            screen.await("History", SOON);
            screen.send(ESC);
            screen.awaitScreen("back", text -> text.contains("[1 of "), SOON);
            screen.send("t");
            screen.await("Tag lab/busybox:1.35", SOON);
            screen.send("lab/busybox:mine\r");
            screen.await("is called lab/busybox:mine", SOON);
            screen.awaitScreen("both names", text -> text.contains("[2 of "), SOON);
            screen.send("/mine\r");
            screen.send("X");
            screen.await("Delete lab/busybox:mine on gpu1", SOON);
            screen.send("y");
            screen.await("is deleted", SOON);
        }
    }
}
