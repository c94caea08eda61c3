package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is done to containers by keys, on the lab's real engines. */
class ContainersIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final long MEGABYTES = 2000;
    private static final String ESC = "\033";
    private static final String IMAGE = "lab/busybox:1.35";

    @AfterAll
    static void reset() throws IOException {
        Lab.run("reset");
    }

    private static String box(String command) throws IOException {
        return on("gpu1", command);
    }

    @Test
    void marksActOnManyAndEachFailureIsTold() throws Exception {
        box("docker run -d --name many-one " + IMAGE + " sleep 300; docker run -d --name many-two " + IMAGE
                + " sleep 300; docker create --name many-bad " + IMAGE + " no-such-program");
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("many-one", SOON);
            screen.send("/many-\r");
            screen.awaitScreen("the filter", text -> text.contains("[3 of "), SOON);
            box("docker kill many-one many-two");
            screen.awaitScreen("they ended", text -> text.split("exited", -1).length > 2, SOON);
            screen.send("g   u");
            screen.await("Start 3 marked containers", SOON);
            screen.send("y");
            screen.awaitScreen("two of them run", text -> text.split("running", -1).length > 2, SOON);
            screen.send("7");
            screen.await("would not start container many-bad", SOON);
            screen.send("2");
            screen.awaitScreen("the filter", text -> text.contains("[3 of "), SOON);
            screen.send("g   X");
            screen.await("Delete 3 marked containers", SOON);
            screen.send("y");
            screen.awaitScreen("all are gone", text -> text.contains("[0 of "), SOON);
        }
        assertEquals("", box("docker ps -aq --filter name=many-"));
    }

    @Test
    void filesAreCopiedInAndOutByKey() throws Exception {
        box("docker run -d --name carried " + IMAGE + " sh -c 'mkdir /work; exec sleep 300'");
        Path tree = Files.createDirectories(berth.home().resolve("tree/below"));
        Files.writeString(tree.resolve("a.txt"), "first");
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("carried", SOON);
            screen.send("/carried\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send(">");
            screen.await("Copy into carried on gpu1", SOON);
            screen.send(tree.getParent() + "\t/work/\r");
            screen.await("is in carried on gpu1.", SOON);
            assertEquals("first", box("docker exec carried cat /work/tree/below/a.txt"));
            screen.send("<");
            screen.await("Copy out of carried on gpu1", SOON);
            screen.send("/no/such\t\025" + berth.home() + "\r");
            screen.awaitScreen(
                    "the form again", text -> text.contains("failed:") && text.contains("/no/such in"), SOON);
            screen.send("\t\025/work/tree\t\025" + berth.home().resolve("back") + "\r");
            screen.await("of carried is here", SOON);
        }
        assertEquals("first", Files.readString(berth.home().resolve("back/below/a.txt")));
    }

    @Test
    void aCopyThatIsCancelledLeavesNothingHalf() throws Exception {
        // whole from the start, and longer on its way than anybody takes to press Esc
        box("docker run -d --name heavy " + IMAGE + " sleep 300; docker exec heavy sh -c 'mkdir /work;"
                + " dd if=/dev/zero of=/big bs=1M count=0 seek=" + MEGABYTES + " 2>/dev/null'");
        Path big = berth.home().resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(big.toFile(), "rw")) {
            sparse.setLength(MEGABYTES << 20);
        }
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("heavy", SOON);
            screen.send("/heavy\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("<");
            screen.await("Copy out of heavy on gpu1", SOON);
            screen.send("/big\t\025" + berth.home() + "\r");
            screen.await("carried", SOON);
            screen.send(ESC);
            screen.await("Copy out of heavy on gpu1: cancelled.", SOON);
            assertFalse(Files.exists(berth.home().resolve("big")), "half a file");
            try (Stream<Path> files = Files.list(berth.home())) {
                assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")), "half a file by another name");
            }
            assertEquals("", left("gpu1", "docker cp"));
            screen.send(">");
            screen.await("Copy into heavy on gpu1", SOON);
            screen.send(big + "\t/work/\r");
            screen.awaitScreen("it is on its way", text -> text.contains("carried,"), SOON);
            screen.send(ESC);
            screen.await("Copy into heavy on gpu1: cancelled.", SOON);
            assertEquals("", box("docker exec heavy ls /work"), "half a file");
            assertEquals("", left("gpu1", "docker cp"));
        } finally {
            box("docker rm -f heavy");
        }
    }

    @Test
    void volumesAreMadeListedWithTheirUsersAndRemoved() throws Exception {
        box("docker rm -f vessel >/dev/null 2>&1; docker volume rm $(docker volume ls -q) >/dev/null 2>&1; true");
        try (PtySession screen = berth.screen(120, 40, "gpu1")) {
            screen.await("train", SOON);
            screen.send("v");
            screen.await("There are no volumes on gpu1.", SOON);
            screen.send("c");
            screen.await("Make a volume on gpu1", SOON);
            screen.send("hold\r");
            screen.awaitScreen("it is listed", text -> text.contains("Volumes [1]") && text.contains("local"), SOON);
            berth.run("run", "gpu1", "-d", "--name", "vessel", "-v", "hold:/hold", IMAGE, "sleep", "300")
                    .ok();
            screen.await("vessel", SOON);
            screen.send("X");
            screen.await("Used by 1 container of gpu1: vessel.", SOON);
            screen.send("y");
            screen.await("volume is in use", SOON);
            berth.run("rm", "gpu1", "-f", "vessel").ok();
            screen.awaitScreen("nobody has it", text -> text.contains("hold") && !text.contains("vessel"), SOON);
            screen.send("X");
            screen.await("All that is in it is lost.", SOON);
            screen.send("y");
            screen.awaitScreen("it is gone", text -> text.contains("There are no volumes on gpu1."), SOON);
        }
        assertEquals("", box("docker volume ls -q"));
        berth.run("volume", "gpu1", "create", "hold").ok();
        assertTrue(berth.run("volume", "gpu1", "ls").ok().out().contains("hold"));
        berth.run("volume", "gpu1", "rm", "hold").ok();
        assertEquals("", box("docker volume ls -q"));
    }

    @Test
    void sizesAreShownAndEndedOnesPruned() throws Exception {
        box("docker run --name wrote " + IMAGE + " dd if=/dev/zero of=/big bs=1M count=5 2>/dev/null");
        try (PtySession screen = berth.screen(80, 24, "gpu1")) {
            screen.await("wrote", SOON);
            screen.send("/status:exited wrote\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("z");
            screen.awaitScreen("its size", text -> text.contains("SIZE") && text.contains("5.0 MiB"), SOON);
            screen.send(ESC);
            screen.awaitScreen("all of them", text -> text.contains("train") && !text.contains(" of "), SOON);
            screen.send(":container-prune\r");
            screen.awaitScreen("who goes", text -> text.contains("that ended") && text.contains("wrote"), SOON);
            screen.send("y");
            screen.awaitScreen("it is gone", text -> !text.contains("wrote"), SOON);
        }
        assertEquals("", box("docker ps -aq --filter name=wrote"));
        box("docker run --name wrote " + IMAGE + " true");
        assertTrue(berth.run("ps", "gpu1", "-a", "--size", "--filter", "status=exited", "--json")
                .ok()
                .out()
                .contains("wrote"));
        berth.run("prune", "gpu1", "-f").ok();
        assertEquals("", box("docker ps -aq --filter name=wrote"));
    }

    @Test
    void aLogIsReadInPartsAndSaved() throws Exception {
        box("docker run -d --name talks " + IMAGE
                + " sh -c 'for i in 1 2 3 4 5 6 7 8; do echo said $i; done; echo complained >&2; exec sleep 300'");
        Path file = berth.home().resolve("talks.log");
        try (PtySession screen = berth.screen(80, 24, "gpu1")) {
            screen.await("talks", SOON);
            screen.send("/talks\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("l");
            screen.await("said 8", SOON);
            screen.send("T");
            screen.await("Last lines", SOON);
            screen.send("1h\t2\tyes\r");
            screen.awaitScreen(
                    "two lines and their times",
                    text -> text.matches("(?s).*[0-9]Z (said 8|complained).*")
                            && !text.contains("said 1")
                            && text.contains("Log since 1h"),
                    SOON);
            screen.send("<");
            screen.await("Save the log of talks of gpu1", SOON);
            screen.send(file + "\r");
            screen.await("The log of talks is saved", SOON);
        } finally {
            box("docker rm -f talks");
        }
        String log = Files.readString(file);
        assertTrue(log.contains("said 1\n") && log.contains("said 8\n") && log.contains("complained\n"), log);
    }

    @Test
    void aNotebookOfAProfileGetsTheFreeGpuAndIsOpenedInTheBrowser() throws Exception {
        berth.configured("profiles:\n  mine: docker run -it --rm --gpus all -e FROM=profile lab/jupyterlab:4.0");
        Path browsed = berth.home().resolve("browsed");
        Path browser = Files.writeString(
                berth.home().resolve("browser"),
                "#!/bin/sh\ncurl -sL -c " + berth.home().resolve("cookies") + " -o /dev/null -w '%{http_code}' \"$1\" >"
                        + browsed + ".new && mv " + browsed + ".new " + browsed + "\n");
        assertTrue(browser.toFile().setExecutable(true));
        berth.with("BROWSER", browser.toString());
        try (PtySession screen = berth.screen(80, 24, "gpu1")) {
            screen.await("train", SOON);
            screen.send("3");
            screen.await("NVIDIA H10", SOON);
            screen.send("N");
            screen.await("Notebook on a free GPU of gpu1", SOON);
            screen.send("\017");
            screen.await("Profiles", SOON);
            screen.send("\r");
            screen.awaitScreen(
                    "the profile, on one GPU, without a terminal",
                    text -> text.contains("docker run -d --rm --gpus")
                            && text.contains("device=GPU-")
                            && text.contains("lab/jupyterlab:4.0 sleep infinity"),
                    SOON);
            screen.send("\tprofiled\r");
            screen.awaitScreen(
                    "it is ready",
                    text -> text.contains("Start Jupyter in gpu1/profiled") && text.contains("Ready."),
                    Duration.ofSeconds(60));
            screen.await("Opened in the browser", SOON);
            screen.send(ESC);
            screen.send("5");
            screen.await("gpu1-profiled-8888", SOON);
            Watching.await("the browser has its page", SOON, () -> Files.exists(browsed));
        } finally {
            box("docker rm -f profiled");
        }
        assertEquals("200", Files.readString(browsed), "what the browser got");
    }

    @Test
    void aNotebookOnAFreeGpuInOneGo() throws Exception {
        Path browsed = berth.home().resolve("browsed");
        Path browser = Files.writeString(berth.home().resolve("browser"), "#!/bin/sh\necho \"$1\" > " + browsed + "\n");
        assertTrue(browser.toFile().setExecutable(true));
        berth.with("BROWSER", browser.toString());
        try (PtySession screen = berth.screen(120, 45, "gpu1")) {
            screen.await("train", SOON);
            screen.send("3");
            screen.await("NVIDIA H100", SOON);
            screen.send("N");
            screen.await("Notebook on a free GPU of gpu1", SOON);
            screen.awaitScreen("a free one", text -> text.matches("(?s).*GPU [0-9] is free.*"), SOON);
            screen.send("\025lab/jupyterlab:4.0\tnotebook\r");
            screen.await("Ready.", Duration.ofSeconds(180));
            screen.await("token=••••••", SOON);
            assertTrue(box("docker inspect -f '{{json .HostConfig.DeviceRequests}}' notebook")
                    .contains("GPU-"));
            screen.send(ESC);
            screen.awaitScreen("the dialog is left", text -> !text.contains("Ready."), SOON);
            screen.send("4");
            screen.awaitScreen("it is listed", text -> text.contains("notebook") && text.contains("ready"), SOON);
        }
        Watching.await(
                "the browser got an address",
                SOON,
                () -> Files.exists(browsed) && Files.readString(browsed).startsWith("http://127.0.0.1:"));
        berth.run("jupyter", "stop", "gpu1", "notebook").ok();
        box("docker rm -f notebook");
    }
}
