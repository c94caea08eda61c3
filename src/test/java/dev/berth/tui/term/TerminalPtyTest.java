package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The terminal on a real pseudo-terminal, with a small program that shows what it is told. */
@Timeout(60)
class TerminalPtyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NORMAL_SCREEN = "\033[?1049l";

    @TempDir
    private Path folder;

    @Test
    void keysArriveAndTheTerminalIsAsItWasAfterTheEnd() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            session.send("\033[1;5C");
            session.await("last key ctrl-right", SOON);
            session.send("\033");
            session.await("last key esc", SOON);
            session.send("\u0003");
            session.await("last key ctrl-c", SOON);
            session.send("q");
            assertEquals(0, session.exitCode(SOON));
            assertRestored();
            assertTrue(session.rawOutput().indexOf("bye") > session.rawOutput().indexOf(NORMAL_SCREEN));
        }
    }

    @Test
    void aCrashIsToldOnTheNormalScreen() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            session.send("!");
            assertEquals(1, session.exitCode(SOON));
            assertRestored();
            assertTrue(session.rawOutput().indexOf("planted crash")
                    > session.rawOutput().indexOf(NORMAL_SCREEN));
        }
    }

    @Test
    void anExitFromAnotherThreadRestores() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            session.send("x");
            assertEquals(7, session.exitCode(SOON));
            assertRestored();
            assertTrue(session.rawOutput().contains(NORMAL_SCREEN));
        }
    }

    @Test
    void aTermSignalRestores() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            signal(session, "TERM");
            assertEquals(143, session.exitCode(SOON));
            assertRestored();
            assertTrue(session.rawOutput().contains(NORMAL_SCREEN));
        }
    }

    @Test
    void anInterruptSignalIsAnEvent() throws Exception {
        try (PtySession session = probe()) {
            awaitKeys(session);
            signal(session, "INT");
            assertEquals(0, session.exitCode(SOON));
            assertRestored();
        }
    }

    @Test
    void aResizeIsAnEventAndAWholeFrame() throws Exception {
        try (PtySession session = probe()) {
            awaitKeys(session);
            session.resize(100, 30);
            session.await("size 100x30", SOON);
            session.await("last resized 100x30", SOON);
            session.send("q");
            assertEquals(0, session.exitCode(SOON));
        }
    }

    @Test
    void afterAStopTheScreenIsTakenAgain() throws Exception {
        try (PtySession session = probe()) {
            awaitKeys(session);
            int before = session.rawOutput().length();
            signal(session, "STOP");
            signal(session, "CONT");
            session.await("last resumed", SOON);
            String again = session.rawOutput().substring(before);
            assertTrue(again.contains("\033[?1049h"));
            assertTrue(again.contains("size 80x24"), "the whole frame, not only what changed");
            session.send("\u001a");
            session.await("last key ctrl-z", SOON);
            session.send("q");
            assertEquals(0, session.exitCode(SOON));
            assertRestored();
        }
    }

    @Test
    void aLargePasteIsWholeAndQuick() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            String text = "line of a paste, ä漢🚀\n".repeat(13_000);
            long start = System.nanoTime();
            session.send("\033[200~" + text.replace('\n', '\r') + "\033[201~");
            session.await("last paste " + text.length() + " hash " + text.hashCode(), SOON);
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 2000, "took " + millis + " ms");
            session.send("q");
            assertEquals(0, session.exitCode(SOON));
        }
    }

    @Test
    void aRemoteShellGetsWhatWasTypedAheadAndGivesTheScreenBack() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            session.send("sls -l\033[A");
            session.await("ls -l<ESC>[A", SOON);
            assertFalse(session.text().contains("size"));
            session.send("é\u001d");
            session.await("size 80x24", SOON);
            // for a moment after a shell no key counts
            session.pressUntil("j", "last key j", SOON);
            session.send("q");
            assertEquals(0, session.exitCode(SOON));
            assertRestored();
        }
    }

    @Test
    void aControlSequenceGoesOutWhole() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            session.send("c");
            session.await("last key c", SOON);
            session.send("q");
            session.exitCode(SOON);
            assertTrue(session.rawOutput().contains("\033]52;c;YQ==\007"));
        }
    }

    @Test
    void nothingButFramesIsWritten() throws Exception {
        try (PtySession session = probe()) {
            session.await("size 80x24", SOON);
            session.send("q");
            session.exitCode(SOON);
            assertFalse(session.rawOutput().contains("WARNING"), session.rawOutput());
            assertFalse(session.rawOutput().contains("\033[c"), "no question to the terminal");
            assertFalse(session.rawOutput().contains("\033[6n"), "no question to the terminal");
        }
    }

    @Test
    void withoutATerminalThereIsASentence() throws Exception {
        for (String redirection : new String[] {"</dev/null", "| cat"}) {
            try (PtySession session = shell(java() + " 2>err " + redirection, Map.of())) {
                session.exitCode(SOON);
                assertEquals(
                        "The screen needs a terminal, but standard input or output is none.\n",
                        Files.readString(folder.resolve("err")),
                        redirection);
            }
        }
        try (PtySession session = shell(java(), Map.of("TERM", "dumb"))) {
            assertEquals(2, session.exitCode(SOON));
            assertTrue(session.text().contains("TERM is dumb."), session.text());
        }
    }

    /** The user's own interrupt key shows that the settings come back, and not some defaults. */
    private PtySession probe() throws IOException {
        return shell("stty intr ^X; stty -a >before; " + java() + "; code=$?; stty -a >after; exit $code", Map.of());
    }

    private PtySession shell(String script, Map<String, String> env) throws IOException {
        return PtySession.start(List.of("/bin/sh", "-c", "cd " + folder + "; " + script), env, 80, 24);
    }

    private static String java() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return System.getProperty("java.home")
                + "/bin/java --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp " + classPath + " "
                + TerminalProbe.class.getName();
    }

    /** To the probe itself: the one child of the shell that the session started. */
    private static void signal(PtySession session, String name) throws IOException, InterruptedException {
        ProcessHandle probe = ProcessHandle.of(session.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow();
        new ProcessBuilder("kill", "-" + name, Long.toString(probe.pid()))
                .start()
                .waitFor();
    }

    /** The keyboard is read as soon as signals are listened to, which is after the first frame. */
    private static void awaitKeys(PtySession session) throws IOException, InterruptedException {
        session.await("size 80x24", SOON);
        session.send("j");
        session.await("last key j", SOON);
    }

    private void assertRestored() throws IOException {
        assertEquals(settings("before"), settings("after"));
    }

    /** Without the number of the line discipline: JLine's native code leaves that field unset, and the kernel ignores it. */
    private String settings(String name) throws IOException {
        return Files.readString(folder.resolve(name)).replaceFirst("line = \\d+;", "");
    }
}
