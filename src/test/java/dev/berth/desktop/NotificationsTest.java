package dev.berth.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationsTest {
    @TempDir
    Path folder;

    private static String controls(Map<String, String> env, String title, String text) {
        return new Notifications(env, false)
                .controls(title, text)
                .replace('\u001b', '^')
                .replace('\u0007', '!');
    }

    @Test
    void aTerminalGetsTheSequenceItKnowsAndTheBell() {
        assertEquals("^]9;run: done^\\!", controls(Map.of("TERM", "xterm-256color"), "run", "done"));
        assertEquals("^]777;notify;a,b;done^\\!", controls(Map.of("TERM", "foot"), "a;b", "done"));
        assertEquals("^]777;notify;a;done^\\!", controls(Map.of("TERM", "xterm", "VTE_VERSION", "7600"), "a", "done"));
    }

    @Test
    void tmuxAndScreenPassItOn() {
        assertEquals("^Ptmux;^^]9;a: b^^\\^\\!", controls(Map.of("TMUX", "/tmp/x,1,0"), "a", "b"));
        assertEquals("^P^]9;a: b!^\\!", controls(Map.of("STY", "4711.pts-0"), "a", "b"));
    }

    @Test
    void nothingInANameEndsTheSequence() {
        assertEquals(
                "^]9;x ]52;c;aa y: b^\\!",
                controls(Map.of(), "x\u0007\u001b]52;c;aa\u0007y", "b\u001b\\".substring(0, 1)));
    }

    @Test
    void theDesktopIsToldByItsOwnProgram() throws Exception {
        Path said = folder.resolve("said");
        Path program = folder.resolve("notify-send");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > " + said + "\n");
        assertTrue(program.toFile().setExecutable(true));
        Map<String, String> env = new HashMap<>(Map.of("PATH", folder + ":/usr/bin:/bin", "DISPLAY", ":0"));
        assertTrue(new Notifications(env, false).send("-t", "<b> & co"));
        assertEquals(List.of("--app-name=Berth", "--", "-t", "&lt;b&gt; &amp; co"), Files.readAllLines(said));

        env.put("SSH_CONNECTION", "1 2 3 4");
        assertFalse(new Notifications(env, false).send("a", "b"), "nobody sits in front of that desktop");
        assertFalse(new Notifications(Map.of("PATH", folder.toString()), false).send("a", "b"), "no display");
    }
}
