package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers' logs and lives, on a real engine. Containers of its own are named {@code it-life-…} and removed. */
class LifeIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OWN = "it-life-" + ProcessHandle.current().pid();
    private static final String RENAMED = OWN + "-renamed";

    @AfterEach
    void end() throws Exception {
        Lab.run("exec", "gpu1", "docker rm -f " + OWN + " " + RENAMED + " 2>&1");
    }

    /** Made, and run where {@code options} don't say otherwise. */
    private static void container(String options, String script) throws IOException {
        Lab.run(
                "exec",
                "gpu1",
                "docker run -d --name " + OWN + " " + options + " lab/busybox:1.35 sh -c '" + script + "'");
    }

    private static String state(String name) throws IOException {
        return Lab.run("exec", "gpu1", "docker inspect -f {{.State.Status}} " + name + " 2>&1 || true")
                .strip();
    }

    @Test
    void logIsFollowedToTheEndOfItsContainer() throws Exception {
        container("", "echo first; echo wrong >&2; sleep 3; echo last");
        BerthProgram.Result followed = berth.run("logs", "-f", "gpu1", OWN).ok();
        assertEquals("first\nlast\n", followed.out());
        assertEquals("wrong\n", followed.err());
        assertEquals(
                "last\n", berth.run("logs", "gpu1/" + OWN, "--tail", "1").ok().out());
        assertTrue(berth.run("logs", "gpu1", OWN, "-t")
                .ok()
                .out()
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z first\n.*"));
        assertEquals("", berth.run("logs", "gpu1", OWN, "--since", "0s").ok().out());
        assertEquals("", berth.run("logs", "gpu1", OWN, "--until", "1h").ok().out());
        berth.run("logs", "gpu1", "no-such").fails(3, "There is no container no-such on gpu1.");
        berth.run("logs", "gpu1", OWN, "--since", "noon").fails(2, "--since takes");
    }

    @Test
    void logOfATerminalIsWhatItShowed() throws Exception {
        container("-t", "echo on a terminal; echo wrong >&2");
        assertEquals(
                "on a terminal\r\nwrong\r\n",
                berth.run("logs", "-f", "gpu1", OWN).ok().out());
    }

    @Test
    void followedLogEndsWhenNobodyReadsIt() throws Exception {
        container("", "while true; do echo again; sleep 0.1; done");
        List<String> head = List.of("sh", "-c", "\"$@\" | head -n 1", "sh");
        List<String> line = new java.util.ArrayList<>(head);
        line.addAll(berth.line("logs", "-f", "gpu1", OWN));
        BerthProgram.Result result = berth.start("", line).ok();
        assertEquals("again\n", result.out());
        assertEquals("", result.err());
        berth.run("logs", "-f", "gpu1", OWN, "--timeout", "1").fails(6, "Not done after 1 s.");
    }

    @Test
    void containerIsLedThroughItsLife() throws Exception {
        container("", "trap exit TERM; while true; do sleep 0.1; done");
        berth.run("--readonly", "rm", "-f", "gpu1", OWN).fails(1, "--readonly");
        berth.run("rm", "gpu1", OWN).fails(1, "is running, so it is not removed", "berth rm -f");
        berth.run("pause", "gpu1", OWN).ok();
        assertEquals("paused", state(OWN));
        berth.run("unpause", "gpu1", OWN).ok();
        assertEquals(OWN + "\n", berth.run("stop", "gpu1", OWN).ok().out());
        assertEquals("exited", state(OWN));
        berth.run("stop", "gpu1", OWN).ok();
        berth.run("kill", "gpu1", OWN).fails(1, "is not running", "berth start gpu1 " + OWN);
        berth.run("start", "gpu1/" + OWN).ok();
        assertEquals("running", state(OWN));
        berth.run("restart", "gpu1", OWN, "-t", "0").ok();
        berth.run("kill", "gpu1", OWN, "--signal", "TERM").ok();
        berth.run("rename", "gpu1", OWN, RENAMED).ok();
        berth.run("rename", "gpu1", RENAMED, "cont1").fails(1, "would not rename", "already in use");
        BerthProgram.Result several = berth.run("rm", "-f", "gpu1", "no-such", RENAMED, "--json")
                .fails(3, "There is no container no-such on gpu1.");
        assertEquals(List.of(Map.of("host", "gpu1", "container", RENAMED)), several.rows());
        assertTrue(state(RENAMED).contains("No such"));
    }

    @Test
    void imageIsPulledFromARegistry() throws Exception {
        String script =
                Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of("src/test/resources/registry.py")));
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        String image = "127.0.0.1:" + port + "/berth/tiny:1";
        Lab.run(
                "exec",
                "gpu1",
                "docker run -d --name " + OWN + " --network host lab/jupyterlab:4.0 python3 -c"
                        + " 'import base64; exec(base64.b64decode(\"" + script + "\"))' " + port
                        + " && curl -sf --retry 50 --retry-connrefused --retry-delay 1 http://127.0.0.1:" + port
                        + "/v2/");
        try {
            BerthProgram.Result pulled = berth.run("pull", "gpu1", image).ok();
            assertTrue(pulled.err().matches("(?s).*✓ [0-9a-f]{12}: Pull complete.*"), pulled::err);
            assertTrue(
                    berth.run("images", "gpu1", "--json").ok().rows().stream()
                            .anyMatch(row -> row.get("tags").equals(List.of(image))),
                    "not listed");
            berth.run("pull", "gpu1", image.replace("tiny:1", "none")).fails(1, "could not pull", "manifest unknown");
            berth.run("--readonly", "pull", "gpu1", image).fails(1, "--readonly");
        } finally {
            Lab.run("exec", "gpu1", "docker rmi " + image + " 2>&1 || true");
        }
    }

    @Test
    void sameByKeys() throws Exception {
        container(
                "",
                "echo number 0 of many; until [ -e /go ]; do sleep 0.1; done;"
                        + " i=1; while true; do echo number $i of many; i=$((i+1)); sleep 0.1; done");
        try (PtySession screen = berth.screen(120, 32, "gpu1")) {
            screen.await(OWN, SOON);
            screen.send("/" + OWN + "\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("l");
            screen.await("number 0 of many", SOON);
            Lab.run("exec", "gpu1", "docker exec " + OWN + " touch /go");
            screen.awaitScreen(
                    "it follows", text -> text.matches("(?s).*number ([4-9][0-9]|[1-9][0-9]{2,}) of many.*"), SOON);
            screen.send("q");
            screen.awaitScreen("the list", text -> text.contains("[1 of "), SOON);
            screen.send("X");
            screen.await("and is killed first", SOON);
            screen.send("\r");
            screen.awaitScreen("nothing is done", text -> !text.contains("killed first"), SOON);
            assertEquals("running", state(OWN));
            screen.send("X");
            screen.await("and is killed first", SOON);
            screen.send("y");
            screen.await("is deleted.", SOON);
            screen.awaitScreen("the row is gone", text -> text.contains("[0 of "), SOON);
        }
        assertFalse(state(OWN).equals("running"));
    }
}
