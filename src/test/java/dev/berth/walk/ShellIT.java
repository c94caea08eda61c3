package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import dev.berth.ssh.KeyGen;
import dev.berth.ssh.SshAgentProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shells on a box and in its containers, on a real terminal. */
class ShellIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);

    @AfterAll
    static void reset() throws IOException {
        Lab.run("reset");
    }

    @Test
    void shellOnTheHostIsATerminalAndEndsWithItsCode() throws Exception {
        try (PtySession shell = shell(berth, "gpu1")) {
            shell.await("dev@gpu1", SOON);
            shell.send("stty size; echo $TERM-ä漢\r");
            shell.await("24 80", SOON);
            shell.await("xterm-256color-ä漢", SOON);
            shell.resize(101, 31);
            shell.pressUntil("stty size\r", "31 101", SOON);

            shell.send("clear; echo a''sleep; sleep 600\r");
            shell.await("asleep", SOON);
            shell.send("\003");
            shell.await("^C", SOON);
            shell.send("echo got $?\r");
            shell.await("got 130", SOON);
            shell.send("stty -ixon; echo r''eady; cat -v\r");
            shell.await("ready", SOON);
            // the terminal's own echo has no M-: cat runs, and ctrl-z is for it
            shell.send("\021\023\001\022ä\r");
            shell.await("^Q^S^AM-CM-$", SOON);
            shell.send("\032");
            shell.await("Stopped", SOON);
            shell.send("kill -9 %1; disown -a; exit 7\r");
            assertEquals(7, shell.exitCode(SOON));
        }
        assertRestored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void pasteOf300KilobytesArrivesWhole(String link) throws Exception {
        berth.configured("link: " + link);
        String text = "a line of a paste, ä漢🚀 and more of it\n".repeat(7_000);
        assertTrue(text.getBytes(StandardCharsets.UTF_8).length > 300_000);
        try (PtySession shell = shell(berth, "gpu1")) {
            shell.await("dev@gpu1", SOON);
            shell.send("stty -echo; echo r''eady; cat | md5sum; exit\r");
            shell.await("ready", SOON);
            shell.send(text.replace('\n', '\r') + "\004");
            shell.await(md5(text), SOON);
            assertEquals(0, shell.exitCode(SOON));
        }
        try (PtySession shell =
                shell(berth, "gpu1", "train", "--", "sh", "-c", "stty -echo; echo ready; cat | md5sum")) {
            shell.await("ready", SOON);
            shell.send(text.replace('\n', '\r') + "\004");
            shell.await(md5(text), SOON);
            assertEquals(0, shell.exitCode(SOON));
        }
    }

    @Test
    void containersGiveTheirBestShell() throws Exception {
        try (PtySession shell = shell(berth, "gpu1/train")) {
            shell.await("/#", SOON);
            shell.send("stty size; echo $BASH_VERSION in $(cat /etc/hostname); exit 3\r");
            shell.await("24 80", SOON);
            shell.awaitScreen("bash", text -> text.matches("(?s).*5\\.[0-9].* in [0-9a-f]{12}.*"), SOON);
            assertEquals(3, shell.exitCode(SOON));
        }
        try (PtySession shell = shell(berth, "gpu1", "plain")) {
            shell.await("/ #", SOON);
            shell.resize(90, 30);
            shell.pressUntil("stty size\r", "30 90", SOON);
            shell.send("exit 4\r");
            assertEquals(4, shell.exitCode(SOON));
        }
        try (PtySession shell = shell(berth, "gpu1", "stopped")) {
            shell.await("berth start gpu1 stopped", SOON);
            assertEquals(255, shell.exitCode(SOON));
        }
        assertRestored();
    }

    @Test
    void screenGivesTheTerminalAwayAndComesBackAsItWas() throws Exception {
        try (PtySession screen = berth.screen(110, 30, "gpu1")) {
            screen.await("hostnet", SOON);
            screen.send("/train\r");
            screen.awaitScreen("one container", text -> text.contains("[1 of "), SOON);
            screen.send("secho here-$((40+2)); cat\r");
            screen.await("here-42", SOON);
            assertFalse(screen.text().contains("Containers"), screen.text());
            screen.send("qqdx\r");
            screen.awaitScreen("cat says it again", text -> text.split("qqdx", -1).length > 2, SOON);
            screen.send("\004exit\r");
            screen.await("[1 of ", SOON);
            // what is pressed too early is lost
            screen.pressUntil("7", "┌ Messages", SOON);
            screen.send("2");
            screen.await("[1 of ", SOON);
            screen.send("s");
            screen.await("root@", SOON);
            // the end of a paste that the shell does not live to read
            screen.send("exit\r" + "q".repeat(3000));
            screen.await("[1 of ", SOON);
            screen.pressUntil("1", "cpu1", SOON);

            screen.send("gs");
            screen.awaitScreen("a host's shell", text -> text.matches("(?s).*\\w@\\w+:.*\\$.*"), SOON);
            screen.send("exit 5\r");
            screen.await("ended with exit code 5", SOON);
        }
    }

    @Test
    void endOfTheAgentEndsTheShellWithASentence() throws Exception {
        try (PtySession shell = shell(berth, "gpu1")) {
            shell.await("dev@gpu1", SOON);
            shell.send("printf '\\033[?1000h\\033[31m'; echo r''eady\r");
            shell.await("ready", SOON);
            berth.run("agent", "stop").ok();
            shell.await("berth: ", SOON);
            assertEquals(255, shell.exitCode(SOON));
            assertTrue(shell.rawOutput().contains("\033[?1000l"), "mouse reports stayed on");
        }
        assertRestored();
    }

    @Test
    void lostSessionEndsTheShellWithASentence() throws Exception {
        try (PtySession shell = shell(berth, "cpu1")) {
            shell.await("dev@cpu1", SOON);
            Lab.run("sshd", "cpu1", "kill");
            shell.await("The session to cpu1 was lost", SOON);
            assertEquals(255, shell.exitCode(SOON));
        } finally {
            Lab.run("sshd", "cpu1", "start");
        }
        assertRestored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void sshConfigurationOfAShellCounts(String link) throws Exception {
        Path config = Files.writeString(
                berth.home().resolve("ssh"), """
                Match originalhost gpu1
                  SetEnv LC_SET=set
                  SendEnv LC_SE*
                  RemoteCommand echo [$LC_SET-$LC_SENT-$LC_OTHER-%%n]; ssh-add -l; exit 8
                  ForwardAgent %s
                Include %s
                """.formatted(berth.home().resolve("agent"), Lab.sshConfig()));
        Path key = KeyGen.make(berth.home().resolve("key"), "ed25519", "-C", "a-key-of-the-test");
        try (SshAgentProcess agent = new SshAgentProcess(berth.home());
                BerthProgram other = new BerthProgram(config)) {
            agent.add(key);
            other.configured("link: " + link).with("LC_SENT", "sent").with("LC_OTHER", "other");
            try (PtySession shell = shell(other, "gpu1")) {
                shell.await("[set-sent--gpu1]", SOON);
                shell.await("a-key-of-the-test", SOON);
                assertEquals(8, shell.exitCode(SOON));
            }
            // a master sends what it sets with every session
            assertEquals(
                    link.equals("sshj") ? "-\n" : "set-\n",
                    other.run("exec", "gpu1", "--", "sh", "-c", "echo $LC_SET-")
                            .ok()
                            .out());
        }
    }

    /** The verb between two looks at the terminal's modes. */
    private PtySession shell(BerthProgram program, String... words) throws IOException {
        StringBuilder line = new StringBuilder();
        for (String word : program.line("shell")) {
            line.append('\'').append(word).append("' ");
        }
        for (String word : words) {
            line.append('\'').append(word).append("' ");
        }
        String script = "cd " + berth.home() + "; stty -a >before; " + line + "; code=$?; stty -a >after; exit $code";
        return PtySession.start(List.of("/bin/sh", "-c", script), program.environment(), 80, 24);
    }

    private void assertRestored() throws IOException {
        assertEquals(modes("before"), modes("after"));
    }

    /** Without the line discipline, which JLine leaves unset, and the size. */
    private String modes(String name) throws IOException {
        return Files.readString(berth.home().resolve(name))
                .replaceFirst("line = \\d+;", "")
                .replaceFirst("rows \\d+; columns \\d+;", "");
    }

    private static String md5(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
