package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is done to containers by keys, on the lab's real engines. */
class ContainersIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(30);
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
            screen.await("Ready.", Duration.ofSeconds(60));
            screen.await("token=••••••", SOON);
            assertTrue(box("docker inspect -f '{{json .HostConfig.DeviceRequests}}' notebook")
                    .contains("GPU-"));
            screen.send(ESC);
            screen.awaitScreen("the dialog is left", text -> !text.contains("Ready."), SOON);
            screen.send("4");
            screen.awaitScreen("it is listed", text -> text.contains("notebook") && text.contains("ready"), SOON);
        }
        assertTrue(Files.readString(browsed).startsWith("http://127.0.0.1:"), "the browser got an address");
        berth.run("jupyter", "stop", "gpu1", "notebook").ok();
        box("docker rm -f notebook");
    }
}
