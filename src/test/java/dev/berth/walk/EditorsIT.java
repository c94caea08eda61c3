package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VS Code's own command in the place of VS Code: what it is called with. */
class EditorsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String TRAIN = "attached-container+"
            + HexFormat.of().formatHex("{\"containerName\":\"/train\"}".getBytes(StandardCharsets.UTF_8))
            + "@ssh-remote+gpu1";

    private BerthProgram berth;
    private Path called;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
        called = berth.home().resolve("called");
        Path code = berth.home().resolve("code");
        Files.writeString(
                code, "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + called + ".new && mv " + called + ".new " + called + "\n");
        assertTrue(code.toFile().setExecutable(true));
        berth.with("PATH", berth.home() + ":" + System.getenv("PATH"));
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    private List<String> words() throws Exception {
        Watching.await("code is called", SOON, () -> Files.exists(called));
        List<String> words = Files.readAllLines(called);
        Files.delete(called);
        return words;
    }

    @Test
    void byVerb() throws Exception {
        berth.run("code", "gpu1").ok();
        assertEquals(List.of("--remote", "ssh-remote+gpu1"), words());
        berth.run("code", "gpu1", "train", "/srv/my work").ok();
        assertEquals(List.of("--folder-uri", "vscode-remote://" + TRAIN + "/srv/my%20work"), words());
    }

    @Test
    void byKey() throws Exception {
        try (PtySession screen = berth.screen(120, 30, "gpu1")) {
            screen.await("train", SOON);
            screen.send("/train\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("e");
            List<String> words = words();
            assertEquals("--folder-uri", words.getFirst());
            assertTrue(words.getLast().startsWith("vscode-remote://" + TRAIN + "/"), words::toString);
            screen.await("VS Code", SOON);
        }
    }

    @Test
    void withoutItOneSentenceSaysHowToGetIt() throws Exception {
        Files.delete(berth.home().resolve("code"));
        BerthProgram.Result told = berth.run("code", "gpu1", "train");
        assertFalse(Files.exists(called));
        told.fails(1, "There is no VS Code here");
    }
}
