package dev.berth.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    private static final String URL = "http://127.0.0.1:1/x?a=1&b=2";

    @TempDir
    private Path folder;

    @Test
    void browserVariableIsHonouredWithItsPlaceForTheAddress() throws Exception {
        Path told = script("echo \"$@\" > " + folder.resolve("told"));
        Map<String, String> env =
                Map.of("BROWSER", "not-installed-at-all:" + told + " --new %s end", "PATH", "/usr/bin:/bin");
        assertEquals(Optional.empty(), new Browser(env, false).open(URL));
        assertEquals("--new " + URL + " end\n", Files.readString(folder.resolve("told")));
    }

    @Test
    void failureOfTheOpenerIsTold() throws Exception {
        Map<String, String> env = Map.of("BROWSER", script("exit 3").toString());
        String reason = new Browser(env, false).open(URL).orElseThrow();
        assertTrue(reason.contains("exit code 3"), reason);
        assertFalse(reason.contains(URL), reason);
    }

    @Test
    void noDisplayOrASessionOverSshIsAReasonNotToTry() {
        Map<String, String> none = Map.of("PATH", "/usr/bin:/bin");
        assertTrue(new Browser(none, false).refusal().orElseThrow().contains("no display"));
        Map<String, String> ssh = Map.of("SSH_CONNECTION", "a b c d", "DISPLAY", ":0");
        assertTrue(new Browser(ssh, false).refusal().orElseThrow().contains("SSH session"));
        Map<String, String> unknown = Map.of("BROWSER", "not-installed-at-all");
        assertTrue(new Browser(unknown, false).refusal().orElseThrow().contains("BROWSER"));
    }

    @Test
    void clipboardTakesAnyTextButNoBook() {
        assertEquals("\u001b]52;c;w6Q=\u0007", Clipboard.osc52("ä").orElseThrow());
        assertTrue(Clipboard.osc52("x".repeat(80_000)).isEmpty());
    }

    private Path script(String body) throws IOException {
        Path script = folder.resolve("browser");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }
}
