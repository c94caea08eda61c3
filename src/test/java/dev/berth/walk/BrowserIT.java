package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Json;
import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real user's hour: JupyterLab in a real browser, at the addresses that Berth opens, through its tunnels. */
@Timeout(900)
class BrowserIT {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration CUT = Duration.ofSeconds(20);
    /** Of the notebook that is open in front. */
    private static final String LAST_CELL =
            "[...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell')].at(-1)";

    @TempDir
    Path folder;

    private BerthProgram berth;
    private Chromium chromium;
    private Path opened;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
        Chromium.assumeThere();
    }

    @BeforeEach
    void world() throws Exception {
        opened = folder.resolve("opened");
        Path browser = folder.resolve("browser");
        Files.writeString(browser, "#!/bin/sh\necho \"$1\" > " + opened + "\n");
        assertTrue(browser.toFile().setExecutable(true));
        berth = new BerthProgram(Lab.sshConfig()).with("BROWSER", browser.toString());
        chromium = Chromium.start(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterEach
    void end() throws Exception {
        Lab.run("mend", "gpu1");
        chromium.close();
        berth.run("jupyter", "stop", "gpu1", "--all");
        berth.close();
        Lab.run("exec", "gpu1", "docker exec cont1 rm -rf /tmp/hour; docker exec train rm -rf /tmp/hour");
    }

    /** Starts a lab, and opens in the browser what Berth gave to the browser. */
    private Chromium.Tab lab(String container) throws Exception {
        Lab.run("exec", "gpu1", "docker exec " + container + " mkdir -p /tmp/hour");
        Files.deleteIfExists(opened);
        berth.run("jupyter", "start", "gpu1", container, "--dir", "/tmp/hour", "--local-port", "auto", "--open")
                .ok();
        Chromium.Tab tab = chromium.open(Files.readString(opened).strip());
        tab.await(
                "the lab is there",
                "document.querySelector('.jp-FileBrowser-toolbar') && !document.querySelector('#jupyterlab-splash')",
                SOON);
        return tab;
    }

    private Path notebook(String name, String... cells) throws Exception {
        List<Map<String, Object>> all = java.util.Arrays.stream(cells)
                .map(source -> Map.<String, Object>of(
                        "cell_type", "code", "metadata", Map.of(), "outputs", List.of(), "source", source))
                .toList();
        String text = Json.write(Map.of(
                "cells",
                all,
                "metadata",
                Map.of("kernelspec", Map.of("name", "python3", "display_name", "Python 3", "language", "python")),
                "nbformat",
                4,
                "nbformat_minor",
                4));
        return Files.writeString(folder.resolve(name), text);
    }

    static void upload(Chromium.Tab tab, Path notebook) throws Exception {
        tab.choose(
                "document.querySelector('.jp-FileBrowser-toolbar [data-jp-item-name=\"uploader\"] button,"
                        + " .jp-FileBrowser-toolbar button[title^=\"Upload\"]')",
                notebook);
        String row = "[...document.querySelectorAll('.jp-DirListing-item')].find(row => row.innerText.includes('"
                + notebook.getFileName() + "'))";
        // a list that is drawn anew just then loses the click, or the key
        tab.until(
                "it is selected",
                row + ".matches('.jp-mod-selected') && document.activeElement.matches('.jp-DirListing *')",
                SOON,
                () -> tab.click(row, SOON));
        tab.until("the notebook is open", LAST_CELL, SOON, tab::pressEnter);
        awaitKernel(tab, String.valueOf(notebook.getFileName()));
    }

    /** As the server tells it; the page shows a kernel as idle before there is one. */
    private static void awaitKernel(Chromium.Tab tab, String notebook) throws Exception {
        String ready =
                "fetch(JSON.parse(document.getElementById('jupyter-config-data').textContent).baseUrl + 'api/sessions')"
                        + ".then(reply => reply.json()).then(all => all.some(session => session.path.endsWith('"
                        + notebook
                        + "') && session.kernel.execution_state === 'idle'))";
        long end = System.nanoTime() + SOON.toNanos();
        while (!Boolean.TRUE.equals(tab.value(ready))) {
            assertTrue(System.nanoTime() < end, "no kernel for " + notebook);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    static void runAll(Chromium.Tab tab) throws Exception {
        tab.click(
                "[...document.querySelectorAll('.lm-MenuBar-item')].find(item => item.innerText.trim() === 'Run')",
                SOON);
        tab.click(
                "[...document.querySelectorAll('.lm-Menu-item')].find(item => item.innerText.includes('Run All Cells'))",
                SOON);
    }

    static void awaitLast(Chromium.Tab tab, String output) throws Exception {
        tab.until(
                "the last cell says " + output,
                "[..." + LAST_CELL + ".querySelectorAll('.jp-OutputArea-output')].some(out => out.innerText.includes('"
                        + output + "'))",
                SOON.plus(CUT),
                () -> accept(tab));
    }

    /** A notebook that was opened while its lab was still loading asks which kernel it is to have. */
    private static void accept(Chromium.Tab tab) throws Exception {
        String button = "document.querySelector('.jp-Dialog .jp-mod-accept')";
        if (Boolean.TRUE.equals(tab.value("!!" + button))) {
            tab.click(button, SOON);
            runAll(tab);
        }
    }

    @Test
    void aNotebookIsUploadedAndRunAndTheServerIsStoppedFromTheScreen() throws Exception {
        Path example = notebook(
                "example.ipynb",
                "import random\nscores = [0.5 + i / 10 for i in range(5)]",
                "best = max(scores)",
                "print('Testing Accuracy:', round(best, 2))");
        try (Chromium.Tab tab = lab("train")) {
            upload(tab, example);
            runAll(tab);
            awaitLast(tab, "Testing Accuracy: 0.9");

            try (PtySession screen = berth.screen(120, 30, "gpu1")) {
                screen.await("train", SOON);
                screen.send("4");
                screen.await("ready", SOON);
                screen.await("example.ipynb", SOON);
                screen.send("x");
                screen.await("1 kernel ends with it", SOON);
                screen.send("y");
                screen.await("is stopped", SOON);
                screen.await("No Jupyter server runs on gpu1", SOON);
            }
        }
    }

    @Test
    void whatACellSaysAfterTheLinkWasCutArrives() throws Exception {
        Path slow = notebook("slow.ipynb", "import time", "time.sleep(30)\nprint('after the cut', 6 * 7)");
        try (Chromium.Tab tab = lab("train")) {
            upload(tab, slow);
            runAll(tab);
            tab.await("the cell runs", LAST_CELL + ".querySelector('.jp-InputPrompt').innerText.includes('[*]')", SOON);
            Lab.run("cut", "gpu1");
            LockSupport.parkNanos(CUT.toNanos());
            Lab.run("mend", "gpu1");
            awaitLast(tab, "after the cut 42");
        }
    }

    @Test
    void twoLabsOfTwoContainersWorkAtOnce() throws Exception {
        Path one = notebook("one.ipynb", "print('first', 20 + 1)");
        Path other = notebook("other.ipynb", "print('second', 20 + 2)");
        try (Chromium.Tab first = lab("train");
                Chromium.Tab second = lab("cont1")) {
            upload(first, one);
            upload(second, other);
            runAll(first);
            runAll(second);
            awaitLast(first, "first 21");
            awaitLast(second, "second 22");
            assertEquals(true, first.value(letIn()), "the second lab's cookie took nothing from the first");
            assertEquals(true, second.value(letIn()));
            upload(first, notebook("again.ipynb", "print('third', 20 + 3)"));
            runAll(first);
            awaitLast(first, "third 23");
        }
    }

    /** By the cookie alone, as the page itself asks. */
    private static String letIn() {
        return "fetch(JSON.parse(document.getElementById('jupyter-config-data').textContent).baseUrl + 'api/status')"
                + ".then(reply => reply.ok)";
    }
}
