package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job on the full screen, by keys alone, on the lab's real boxes. */
class ScreenIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    /** Pressed twice, a key can be meant for what comes next. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private static final String ESC = "\033";

    private BerthProgram berth;
    private Path browsed;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
        // a browser that writes down the address it was given
        browsed = berth.home().resolve("browsed");
        Path browser = berth.home().resolve("browser");
        Files.writeString(browser, "#!/bin/sh\necho \"$1\" > " + browsed + "\n");
        assertTrue(browser.toFile().setExecutable(true));
        berth.with("BROWSER", browser.toString());
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    @AfterAll
    static void reset() throws IOException {
        Lab.run("reset");
    }

    @Test
    void theMainJobByKeysAlone() throws Exception {
        try (PtySession screen = berth.screen(120, 32)) {
            screen.await("gpu1", SOON);
            screen.await("off", SOON);
            screen.send("\r");
            screen.awaitScreen("gpu1 is up", text -> text.contains("1 up"), SOON);
            screen.await("train", SOON);
            screen.await("stopped", SOON);

            screen.send("3");
            screen.await("NVIDIA H100", SOON);
            screen.await("Processes on GPU 0", SOON);
            screen.awaitScreen("the job's container", text -> text.contains("in train"), SOON);

            screen.send("2/train\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("o");
            screen.await("JupyterLab 4", SOON);
            screen.awaitScreen("the freest GPU", text -> text.matches("(?s).*GPUs +.?GPU-.*"), SOON);
            screen.await("is the freest: Jupyter gets that one", SOON);
            screen.send("\r");
            screen.await("Ready.", Duration.ofSeconds(180));
            screen.awaitScreen("the token is masked", text -> text.contains("token=••••••"), SOON);
            assertFalse(screen.rawOutput().matches("(?s).*token=[0-9a-f]{16}.*"), "the token was on the screen");
            assertEquals(200, followed());

            screen.send(ESC);
            screen.awaitScreen("the dialog is left", text -> !text.contains("Ready."), SOON);
            screen.send("5");
            screen.await("gpu1-train-8888", SOON);
            screen.awaitScreen(
                    "the tunnel is up", text -> text.contains("up") && text.contains("127.0.0.1:8888"), SOON);

            screen.send("4");
            screen.await("ready", SOON);
            screen.send("l");
            screen.await("is running at:", SOON);
            screen.send(ESC);
            screen.awaitScreen("the log is left", text -> !text.contains("is running at:"), SOON);
            screen.send("x");
            screen.await("Stop JupyterLab", SOON);
            screen.send("y");
            screen.await("is stopped", SOON);
            screen.await("No Jupyter server runs on gpu1", SOON);
            screen.send("5");
            screen.awaitScreen("its tunnel is gone", text -> !text.contains("gpu1-train-8888"), SOON);
        }
    }

    /** What the browser got is an address that works once and redirects to the server with its token. */
    private int followed() throws IOException, InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!Files.exists(browsed) || Files.size(browsed) == 0) {
            assertTrue(System.nanoTime() < end, "no browser was opened");
            Thread.onSpinWait();
        }
        String address = Files.readString(browsed).strip();
        assertFalse(address.contains("token"), "the token is in the browser's arguments");
        HttpURLConnection http = (HttpURLConnection) URI.create(address).toURL().openConnection();
        http.setInstanceFollowRedirects(true);
        int code = http.getResponseCode();
        assertTrue(
                http.getURL().toString().contains("/lab"), () -> http.getURL().toString());
        assertTrue(usedUp(address), "the address works twice");
        return code;
    }

    private static boolean usedUp(String address) {
        try {
            HttpURLConnection http =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            http.setInstanceFollowRedirects(false);
            return http.getResponseCode() >= 400;
        } catch (IOException nobodyListens) {
            return true;
        }
    }

    /** A question takes no key in its first moments, lest one meant for something else answers it. */
    private static void pressUntil(PtySession screen, String key, String what, Predicate<String> condition)
            throws Exception {
        for (int attempt = 1; attempt < 10; attempt++) {
            screen.send(key);
            try {
                screen.awaitScreen(what, condition, AGAIN);
                return;
            } catch (AssertionError notYet) {
                // pressed again below
            }
        }
        screen.awaitScreen(what, condition, SOON);
    }

    /** 0 where none runs. */
    private long agentPid() throws Exception {
        return berth.run("info", "--json").ok().object().get("agent") instanceof Map<?, ?> agent
                ? ((Number) agent.get("pid")).longValue()
                : 0;
    }

    @Test
    void aTunnelIsMadeSwitchedAndDeletedByKeysAndOutlivesTheScreen() throws Exception {
        try (PtySession screen = berth.screen(120, 32, "cpu1")) {
            screen.await("web", SOON);
            screen.send("/web\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("F");
            screen.await("New tunnel", SOON);
            screen.send("\u0015" + "18090:80\r");
            screen.awaitScreen(
                    "it is made, and the form left",
                    text -> text.contains("1 tunnel") && !text.contains("New tunnel"),
                    SOON);
            screen.send("5");
            screen.await("127.0.0.1:18090", SOON);
            screen.awaitScreen("the tunnel is up", text -> text.contains("● up"), SOON);
            assertEquals(200, status("http://127.0.0.1:18090/"));

            screen.send("q");
            screen.send("q");
            screen.await("1 tunnel stays", SOON);
            screen.send("\r");
            assertEquals(0, screen.exitCode(SOON));
        }
        assertEquals(200, status("http://127.0.0.1:18090/"));
        assertEquals(1, berth.run("tunnel", "list", "--json").ok().rows().size());
    }

    @Test
    void filtersLookAcrossHostsAndANewOneTakesThePlaceOfTheOld() throws Exception {
        try (PtySession screen = berth.screen(110, 32, "gpu1")) {
            screen.await("train", SOON);
            screen.send("1/cpu1\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("u");
            screen.awaitScreen("both are up", text -> text.contains("2 up"), SOON);
            screen.send("/status:up\r");
            screen.awaitScreen("the hosts that are up", text -> text.contains("[2 of "), SOON);

            screen.send("20/host:cpu1\r");
            screen.awaitScreen(
                    "those of cpu1", text -> text.contains("[2 of 9] /host:cpu1") && text.contains("web"), SOON);
            screen.send("/status:exited host:gpu\r");
            screen.awaitScreen(
                    "the one that ended", text -> text.contains("[1 of 9]") && text.contains("stopped "), SOON);
            screen.send("/" + ESC + "[C !stopped\r");
            screen.awaitScreen("less of the same", text -> text.contains("[0 of 9]"), SOON);
            screen.send(ESC);
            screen.awaitScreen("all", text -> text.contains("Containers [9]"), SOON);

            screen.send("3");
            screen.awaitScreen("the GPUs of all", text -> text.contains("GPUs [8]"), SOON);
            screen.send("/gpu:free\r");
            screen.awaitScreen("the free ones", text -> text.contains("[7 of 8]") && !text.contains("in use"), SOON);
            screen.send("/host:cpu1\r");
            screen.await("There is no nvidia-smi on cpu1", SOON);
            screen.send("/status:up\r");
            screen.await("What can stand before a colon: gpu: host:", SOON);
            screen.send(ESC);
            screen.awaitScreen("all again", text -> text.contains("GPUs [8]"), SOON);
        }
    }

    private static int status(String url) throws IOException {
        HttpURLConnection http = (HttpURLConnection) URI.create(url).toURL().openConnection();
        http.setConnectTimeout(60_000);
        http.setReadTimeout(60_000);
        return http.getResponseCode();
    }

    @Test
    void anUnknownHostKeyIsAskedForAndRefusedByDefault() throws Exception {
        try (PtySession screen = berth.screen(120, 32, "gpu1-newkey")) {
            screen.await("SHA256:", SOON);
            pressUntil(screen, "\r", "it is answered", text -> !text.contains("SHA256:"));
            screen.await("failed", SOON);
            screen.send("/gpu1-newkey\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("r");
            screen.await("Unknown host key of gpu1-newkey", SOON);
            pressUntil(screen, "o", "it is answered", text -> !text.contains("Unknown host key"));
            screen.await("1 up", SOON);
        }
        assertEquals("", knownHostsOfNewKey(), "accepted once only");
    }

    private static String knownHostsOfNewKey() throws IOException {
        String config = Files.readString(Lab.sshConfig());
        String section = config.substring(config.indexOf("Host gpu1-newkey"));
        String file = section.lines()
                .filter(line -> line.strip().startsWith("UserKnownHostsFile"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" +", 2)[1];
        return Files.exists(Path.of(file)) ? Files.readString(Path.of(file)) : "";
    }

    @Test
    void theScreenLivesOnWhenTheAgentIsKilled() throws Exception {
        try (PtySession screen = berth.screen(120, 32)) {
            screen.await("gpu1", SOON);
            screen.await("off", SOON);
            long killed = agentPid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            long end = System.nanoTime() + SOON.toNanos();
            for (long pid = killed; pid == killed || pid == 0; pid = agentPid()) {
                assertTrue(System.nanoTime() < end, "no new agent");
            }
            screen.awaitScreen("the new agent", text -> text.contains("● agent"), SOON);
            pressUntil(screen, "\r", "it is dialled", text -> text.contains("connecting") || text.contains("1 up"));
            screen.await("1 up", SOON);
            screen.await("train", SOON);
        }
    }

    @Test
    void aSmallTerminalAndABrokenConfigurationAreTold() throws Exception {
        Path config = berth.home().resolve("config/berth/config.yaml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "theme: dark\nautoconect: [gpu1]\n");
        try (PtySession screen = berth.screen(80, 24)) {
            screen.await("gpu1", SOON);
            screen.send("7");
            screen.await("autoconect", SOON);
            screen.resize(20, 5);
            screen.await("too small", SOON);
            screen.resize(100, 30);
            screen.await("autoconect", SOON);
        }
    }
}
