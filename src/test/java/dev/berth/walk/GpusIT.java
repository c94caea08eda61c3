package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** GPUs and the host they are in, as a person and a script meet them. */
@Timeout(600)
class GpusIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String ALL = "0,1,2,3,4,5,6,7";

    @AfterEach
    void end() throws Exception {
        noJobs();
        Lab.run("gpu-mode", "gpu1", "ok");
    }

    @AfterAll
    static void reset() throws IOException {
        Lab.run("reset");
    }

    /** A process of the user dev on the box itself that the player takes for one that computes on these GPUs. */
    private static void job(String gpus) throws IOException {
        box("su dev -c 'setsid perl -e \"sleep 900\" gpu-job --gpu " + gpus + " >/dev/null 2>&1 </dev/null &';"
                + " until pgrep -u dev -x perl >/dev/null; do sleep 0.1; done");
    }

    private static void noJobs() throws IOException {
        box("pkill -KILL -u dev perl; true");
    }

    private static String box(String command) throws IOException {
        return on("gpu1", command);
    }

    private BerthProgram.Result started(String... arguments) {
        try {
            return berth.run(arguments);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "waited for " + what);
            Thread.onSpinWait();
        }
    }

    /** What a desktop without any screen of Berth's is told. */
    private Path desktop() throws IOException {
        Path said = berth.home().resolve("said");
        Path program = berth.home().resolve("notify-send");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> " + said + "\n");
        assertTrue(program.toFile().setExecutable(true));
        berth.with("DISPLAY", ":77").with("PATH", berth.home() + ":" + System.getenv("PATH"));
        return said;
    }

    private static void awaitSaid(Path said, String text) throws Exception {
        await(text, () -> Files.exists(said) && Files.readString(said).contains(text));
    }

    @Test
    void aScriptWaitsForAFreeGpu() throws Exception {
        job(ALL);
        berth.run("gpus", "gpu1", "--free").fails(3, "No host has 1 free GPU");
        berth.run("gpus", "gpu1", "--free", "--wait", "--timeout", "7").fails(6, "No GPU became free in time");
        berth.run("gpus", "gpu1", "--free", "--count", "x").fails(2);
        CompletableFuture<BerthProgram.Result> waiting = CompletableFuture.supplyAsync(
                () -> started("gpus", "gpu1", "--free", "--wait", "--count", "2", "--min-memory", "70G", "--json"),
                Thread::startVirtualThread);
        await("the wait", () -> berth.run("info", "--json").out().contains("\"pid\""));
        noJobs();
        List<Map<String, Object>> free = waiting.join().ok().rows();
        assertTrue(free.size() >= 2, free::toString);
        free.forEach(gpu -> assertEquals(true, gpu.get("free")));
        berth.run("gpus", "gpu1", "--free", "--min-memory", "90G").fails(3, "with 90");
    }

    /** Up to the form for which ones. */
    private static void watchesFreeGpus(PtySession screen) throws Exception {
        screen.await("train", SOON);
        screen.send("3");
        screen.await("in use", SOON);
        screen.send("w");
        screen.await("Tell when GPUs of gpu1 are free", SOON);
    }

    @Test
    void aFreeGpuIsToldThoughBerthIsNotOpen() throws Exception {
        Path said = desktop();
        job(ALL);
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            watchesFreeGpus(screen);
            screen.send("\r");
            screen.await("when it has a GPU free; w ends that", SOON);
        }
        noJobs();
        awaitSaid(said, "of gpu1 are free");
    }

    @Test
    void theEndOfAContainerIsToldThoughBerthIsNotOpen() throws Exception {
        Path said = desktop();
        box("docker run -d --name ending lab/busybox:1.35 sleep 900");
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("ending", SOON);
            screen.send("/ending\r");
            screen.send("w");
            screen.await("You will be told when gpu1/ending has ended.", SOON);
        }
        box("docker kill ending");
        try {
            awaitSaid(said, "Container ending on gpu1: Exited (137)");
        } finally {
            box("docker rm -f ending");
        }
    }

    @Test
    void theEndsOfMarkedContainersAreToldThoughTheAgentWasAwayMeanwhile() throws Exception {
        Path said = desktop();
        box("for name in one two three; do docker run -d --name ending-$name lab/busybox:1.35 sleep 900; done");
        box("docker run -d --rm --name ending-four lab/busybox:1.35 sleep 900");
        try {
            try (PtySession screen = berth.screen(120, 40, "gpu1")) {
                screen.await("ending-four", SOON);
                screen.send("/ending\r");
                screen.send("    ");
                screen.send("w");
                screen.await("You will be told of each of 4 containers when it has ended.", SOON);
            }
            berth.run("agent", "stop").ok();
            box("docker kill ending-one && docker restart -t 0 ending-two && docker kill ending-four");
            berth.run("connect", "gpu1").ok();
            awaitSaid(said, "Container ending-one on gpu1: Exited (137)");
            awaitSaid(said, "Container ending-two on gpu1 exited with code 137, and was started again since.");
            awaitSaid(said, "Container ending-four on gpu1 exited with code 137, and is no longer there.");
            // this one the agent that took over hears of
            berth.run("agent", "restart").ok();
            box("docker rm -f ending-three");
            awaitSaid(said, "Container ending-three on gpu1 exited with code 137, and is no longer there.");
        } finally {
            box("docker rm -f ending-one ending-two ending-three ending-four; true");
        }
    }

    @Test
    void aFreeGpuIsToldByTheNextAgent() throws Exception {
        Path said = desktop();
        job(ALL);
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            watchesFreeGpus(screen);
            screen.send("\t70G\r");
            screen.await("when it has a GPU with 70 GiB unused free; w ends that", SOON);
        }
        berth.run("agent", "restart").ok();
        noJobs();
        awaitSaid(said, "of gpu1 are free");
    }

    @Test
    void aProcessGetsItsSignalAndAnothersDoesNot() throws Exception {
        job("5");
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("train", SOON);
            screen.send("3");
            screen.await(" dev ", SOON);
            screen.send("/gpu:in train\r");
            screen.pressUntil("x", "End which process of GPU 0 of gpu1?", SOON);
            screen.send("\r");
            screen.await("TERM asks it to end", SOON);
            screen.send("t");
            screen.await("got no signal", SOON);
            screen.send("/");
            screen.send("\025dev\r");
            screen.pressUntil("x", "End which process of GPU 5 of gpu1?", SOON);
            screen.send("\r");
            screen.await("TERM asks it to end", SOON);
            screen.send("t");
            screen.await("got TERM", SOON);
        }
        await("its end", () -> box("pgrep -u dev -c perl || true").equals("0"));
    }

    @Test
    void tmuxIsMadeLeftAndAttachedAgain() throws Exception {
        assertTrue(!box("command -v tmux || true").isEmpty(), "no tmux on gpu1: make its box anew by src/lab/lab up");
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("train", SOON);
            screen.send("1");
            screen.await("cpu1", SOON);
            screen.send("a");
            screen.await("[berth]", SOON);
            screen.send("echo made-$((20 + 3))\r");
            screen.await("made-23", SOON);
            screen.send("\002d");
            screen.await("cpu1", SOON);
            assertEquals("berth", box("su dev -c 'tmux list-sessions -F \"#S\"'"));
            screen.pressUntil("d", "Would be used to connect", SOON);
            screen.awaitScreen("the session among the host's facts", text -> text.matches("(?s).*tmux +berth.*"), SOON);
            screen.send("\033");
            screen.awaitScreen("back", text -> !text.contains("Would be used to connect"), SOON);
            screen.send("a");
            screen.await("tmux on gpu1", SOON);
            screen.send("\r");
            screen.await("made-23", SOON);
            screen.send("exit\r");
            screen.await("cpu1", SOON);
        } finally {
            box("su dev -c 'tmux kill-server' 2>/dev/null; true");
        }
    }

    @Test
    void aHostTellsItsMachineAndItsGroup() throws Exception {
        berth.configured("groups: {training: [gpu1]}");
        try (PtySession screen = berth.screen(200, 50, "gpu1")) {
            screen.await("gpu1 ▸ Containers", SOON);
            screen.send("1");
            screen.awaitScreen("its load", text -> text.matches("(?s).*gpu1 +. up +training .*[0-9]/[0-9].*"), SOON);
            screen.send("/group:training\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("d");
            screen.await("Load", SOON);
            screen.awaitScreen("memory", text -> text.matches("(?s).*Memory +[0-9.]+ \\S+ of [0-9.]+ .*used.*"), SOON);
            screen.awaitScreen(
                    "what is busy, and the disk of Docker first",
                    text -> text.matches(
                            "(?s).*CPU +[0-9]+ % busy.*Disk +/var/lib/docker: [0-9.]+ GiB of .*Disk +/: .*"),
                    SOON);
        }
        assertEquals(
                "training",
                berth.run("hosts", "--json").ok().rows().stream()
                        .filter(host -> host.get("host").equals("gpu1"))
                        .findFirst()
                        .orElseThrow()
                        .get("group"));
    }

    @Test
    void slicesAreRowsOfTheirGpu() throws Exception {
        Lab.run("gpu-mode", "gpu1", "mig");
        List<Map<String, Object>> gpus =
                berth.run("gpus", "gpu1", "--json").ok().rows();
        assertEquals(8, gpus.size());
        List<?> slices = (List<?>) gpus.getFirst().get("slices");
        assertEquals(2, slices.size());
        Map<?, ?> first = (Map<?, ?>) slices.getFirst();
        assertEquals("3g.40gb", first.get("profile"));
        assertEquals(false, first.get("free"));
        assertEquals("train", ((Map<?, ?>) ((List<?>) first.get("processes")).getFirst()).get("container"));
        assertEquals(true, ((Map<?, ?>) slices.getLast()).get("free"));
        assertEquals(null, gpus.getFirst().get("utilization"));
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("train", SOON);
            screen.send("3");
            screen.await("0:0", SOON);
            screen.await("MIG 1g.10gb", SOON);
            screen.send("/3g\r");
            screen.await("Processes in MIG slice 0:0 of gpu1", SOON);
        }
    }

    @Test
    void aSliceIsChosenInTheRunForm() throws Exception {
        Lab.run("gpu-mode", "gpu1", "mig");
        String uuid = "MIG-00000002-0000-0000-0000-000000000000";
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("train", SOON);
            screen.send("c");
            screen.await("Run a container on gpu1", SOON);
            screen.send("\025lab/busybox:1.35\tsliced\033[Z\033[Zsleep 99\007");
            screen.await("split by MIG: pick a slice of it", SOON);
            screen.await("0.0/9.8G, free  MIG-00000002", SOON);
            screen.send("0");
            screen.await("CUDA finds no device on the whole card", SOON);
            screen.send("gjjjj\r");
            screen.await("[x]  0:1 MIG 1g.10gb", SOON);
            screen.send("\033");
            screen.awaitScreen(
                    "the form with it",
                    text -> text.contains("device=" + uuid + " lab/busybox:1.35") && !text.contains("[x]"),
                    SOON);
            screen.send("\r");
            screen.await("sliced runs on gpu1.", SOON);
            assertEquals(
                    "[" + uuid + "]",
                    box("docker inspect -f '{{(index .HostConfig.DeviceRequests 0).DeviceIDs}}' sliced"));
        } finally {
            box("docker rm -f sliced; true");
        }
        assertTrue(berth.run("gpus", "gpu1").ok().out().matches("(?s).*gpu1 +0:1 +MIG 1g.10gb .*"));
    }

    @Test
    void doctorProvesOnlyWhenAsked() throws Exception {
        String before = box("docker ps -aq | wc -l");
        berth.run("doctor", "gpu1", "--json").ok();
        BerthProgram.Result proof = berth.run("doctor", "cpu1", "--prove", "lab/busybox:1.35", "--json");
        proof.fails(1);
        assertTrue(proof.out().contains("could not select device driver"), proof::out);
        assertTrue(proof.out().contains("nvidia-container-toolkit"), proof::out);
        berth.run("doctor", "gpu1", "--prove", "lab/busybox:1.35", "--json").fails(1);
        berth.run("--readonly", "doctor", "gpu1", "--prove", "lab/busybox:1.35").fails(1, "--readonly");
        assertEquals(before, box("docker ps -aq | wc -l"), "the proof leaves no container");
    }

    @Test
    void doctorRenewsASessionThatIsOlderThanItsGroup() throws Exception {
        berth.run("connect", "gpu1-denied").ok();
        berth.run("doctor", "gpu1-denied").fails(1);
        box("usermod -aG docker nodocker");
        try {
            List<Map<String, Object>> findings =
                    berth.run("doctor", "gpu1-denied", "--json").ok().rows();
            Map<String, Object> docker = findings.stream()
                    .filter(finding -> finding.get("check").equals("docker"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("ok", docker.get("state"));
            assertTrue(String.valueOf(docker.get("evidence")).contains("nodocker is in the group docker"));
            berth.run("ps", "gpu1-denied").ok();
        } finally {
            box("gpasswd -d nodocker docker");
        }
    }
}
