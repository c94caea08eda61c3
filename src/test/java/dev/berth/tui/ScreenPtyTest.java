package dev.berth.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole screen on a real pseudo-terminal, with an agent in memory. */
@Timeout(120)
class ScreenPtyTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void jupyterIsStartedAndOpenedByKeysAlone() throws Exception {
        Path opened = folder.resolve("opened");
        try (PtySession session = session(Map.of("BROWSER", browser(opened)), "-", "50")) {
            session.await("● agent", SOON);
            session.await("reconnecting", SOON);
            session.send("\r");
            session.await("gpu1 ▸ Containers [6]", SOON);
            session.send("jo");
            session.await("Start Jupyter in gpu1/train", SOON);
            session.send("\r");
            session.await("token=••••••", SOON);
            session.await("Opened in the browser", SOON);
            assertTrue(Files.readString(opened).startsWith("http://127.0.0.1:1/once"));
            assertFalse(session.rawOutput().contains("5ecre7"));
            session.send("\033");
            session.awaitScreen("the dialog is closed", text -> !text.contains("token="), SOON);
            session.send("qq");
            session.await("Leave Berth", SOON);
            session.send("\r");
            assertEquals(0, session.exitCode(SOON));
        }
    }

    @Test
    void agentThatDiesIsStartedAgainWhileTheScreenStays() throws Exception {
        try (PtySession session = session(Map.of(), "-", "50", "dies")) {
            session.await("reconnecting", SOON);
            session.await("agent lost", SOON);
            assertTrue(session.text().contains("old-box"));
            session.await("● agent", SOON);
            session.send("q");
            session.await("Leave Berth", SOON);
            session.send("\r");
            assertEquals(0, session.exitCode(SOON));
        }
    }

    private PtySession session(Map<String, String> env, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ScreenTrial.class.getName()));
        command.addAll(List.of(arguments));
        Map<String, String> all = new java.util.HashMap<>(env);
        all.put("LC_ALL", "C.UTF-8");
        return PtySession.start(command, all, 100, 30);
    }

    private String browser(Path opened) throws IOException {
        Path script = folder.resolve("browser");
        Files.writeString(script, "#!/bin/sh\nprintf '%s' \"$1\" > '" + opened + "'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }
}
