package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Over either link: host keys that nobody vouches for: asked about in a terminal and on the screen, refused in scripts. */
@ParameterizedClass
@ValueSource(strings = {"sshj", "mux"})
class QuestionsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String ESC = "\033";
    private static final String CLEAR = "\u0015";
    private static final String UNKNOWN = "Trust it?";
    private static final String CHANGED = "anything else to refuse";

    @Parameter
    private String link;

    private BerthProgram berth;
    private Path changed;
    private Path unknown;

    @TempDir
    private Path folder;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    /** The lab's aliases, with known_hosts files of this test's own. */
    @BeforeEach
    void world() throws IOException {
        String config = Files.readString(Lab.sshConfig());
        Path labs = Path.of(fileOf(config, "gpu1-changed"));
        changed = Files.copy(labs, folder.resolve("changed"));
        unknown = Files.createFile(folder.resolve("new"));
        Path own = Files.writeString(
                folder.resolve("config"),
                config.replace(labs.toString(), changed.toString())
                        .replace(fileOf(config, "gpu1-newkey"), unknown.toString()));
        berth = new BerthProgram(own).configured("link: " + link);
    }

    private static String fileOf(String config, String alias) {
        return config.substring(config.indexOf("Host " + alias))
                .lines()
                .filter(line -> line.strip().startsWith("UserKnownHostsFile"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" +", 2)[1];
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    private static String fingerprint(String text) {
        Matcher found = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}").matcher(text);
        assertTrue(found.find(), text);
        return found.group();
    }

    private Object state(String host) throws Exception {
        for (Map<String, Object> row : berth.run("hosts", "--json").ok().rows()) {
            if (host.equals(row.get("host"))) {
                return row.get("state");
            }
        }
        return "none";
    }

    @Test
    void aVerbAsksInTheTerminalAndTakesTheFingerprintAsSshDoes() throws Exception {
        try (PtySession terminal = berth.screen(110, 30, "connect", "gpu1-newkey")) {
            terminal.await(UNKNOWN, SOON);
            terminal.send("maybe\r");
            terminal.await("Please type yes, once, no or the fingerprint", SOON);
            terminal.send(fingerprint(terminal.text()) + "\r");
            assertEquals(0, terminal.exitCode(SOON), terminal::text);
        }
        assertTrue(Files.readString(unknown).startsWith("10."), "the key was added");
        assertEquals("up", state("gpu1-newkey"));
    }

    @Test
    void aScriptIsToldAndTheHostWaitsForAPersonAtATerminal() throws Exception {
        berth.run("connect", "gpu1-newkey", "--no-input").fails(4, "SHA256:", "nobody is there to answer");
        assertEquals("needs-answer", state("gpu1-newkey"));

        try (PtySession terminal = berth.screen(110, 30, "connect", "gpu1-newkey")) {
            terminal.await(UNKNOWN, SOON);
            assertEquals("needs-answer", state("gpu1-newkey"));
            terminal.send("once\r");
            assertEquals(0, terminal.exitCode(SOON), terminal::text);
        }
        assertEquals("", Files.readString(unknown), "for once only");
    }

    @Test
    void aScriptLearnsBothFingerprintsOfAChangedKeyAndTheCommand() throws Exception {
        String error = berth.run("ps", "gpu1-changed", "--json", "--no-input")
                .fails(5, "host-key-changed", changed + " line 1", "ssh-keygen -R", changed.toString())
                .err();
        String shown = fingerprint(error);
        assertTrue(fingerprint(error.replace(shown, "")).startsWith("SHA256:"), "two fingerprints");
    }

    @Test
    void aVerbReplacesAChangedKeyOnlyWhereItsNameIsTyped() throws Exception {
        String before = Files.readString(changed);
        try (PtySession terminal = berth.screen(110, 30, "connect", "gpu1-changed")) {
            terminal.await(CHANGED, SOON);
            terminal.send("yes\r");
            assertEquals(5, terminal.exitCode(SOON), terminal::text);
        }
        assertEquals(before, Files.readString(changed));

        try (PtySession terminal = berth.screen(110, 30, "connect", "gpu1-changed")) {
            terminal.await("has CHANGED", SOON);
            terminal.await(CHANGED, SOON);
            terminal.send("gpu1-changed\r");
            assertEquals(0, terminal.exitCode(SOON), terminal::text);
        }
        assertEquals(before, Files.readString(folder.resolve("changed.old")));
        assertEquals(1, Files.readAllLines(changed).size(), "three keys went, one came");
        berth.run("disconnect", "gpu1-changed").ok();
        berth.run("connect", "gpu1-changed", "--no-input").ok();
    }

    @Test
    void severalQuestionsAreAskedInTurn() throws Exception {
        try (PtySession terminal = berth.screen(110, 50, "connect", "gpu1-newkey", "gpu1-changed")) {
            terminal.awaitScreen("a question", text -> text.contains(UNKNOWN) || text.contains(CHANGED), SOON);
            boolean unknownFirst = terminal.text().contains(UNKNOWN);
            assertTrue(unknownFirst != terminal.text().contains(CHANGED), terminal::text);

            terminal.send(unknownFirst ? "once\r" : "gpu1-changed\r");
            terminal.await(unknownFirst ? CHANGED : UNKNOWN, SOON);
            terminal.send(unknownFirst ? "gpu1-changed\r" : "once\r");

            assertEquals(0, terminal.exitCode(SOON), terminal::text);
        }
    }

    @Test
    void theScreenReplacesAChangedKeyWhereItsNameIsTyped() throws Exception {
        try (PtySession screen = berth.screen(120, 32, "gpu1-changed")) {
            listening(screen);
            screen.await("ssh-keygen -R", SOON);
            screen.send(ESC);
            screen.awaitScreen("it is refused", text -> text.contains("failed"), SOON);
            screen.send("/gpu1-changed\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("r");
            listening(screen);
            screen.send(CLEAR + "gpu1-changed\r");
            screen.awaitScreen("the session is up", text -> text.contains("1 up"), SOON);
        }
        assertEquals(1, Files.readAllLines(changed).size());
    }

    /** A question takes no key in its first moments. */
    private static void listening(PtySession screen) throws Exception {
        screen.await("CHANGED host key of gpu1-changed", SOON);
        for (int attempt = 1; attempt < 10; attempt++) {
            screen.send("x");
            try {
                screen.await("That is not gpu1-changed.", Duration.ofSeconds(2));
                return;
            } catch (AssertionError notYet) {
                // typed again
            }
        }
        screen.await("That is not gpu1-changed.", SOON);
    }
}
