package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import dev.berth.ssh.BoxSshd;
import dev.berth.ssh.EmbeddedSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a host says before it lets anybody in. One that answers a login only once its person has visited a page is played:
 * OpenSSH's server sends a banner together with its first answer, and not before.
 */
@Timeout(600)
class BannerIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String PAGE = "https://login.example/a/b1c2";

    private final EmbeddedSshd sshd = new EmbeddedSshd();
    private @Nullable BerthProgram berth;

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        if (berth != null) {
            berth.close();
        }
        sshd.close();
    }

    private BerthProgram world(String link) throws IOException {
        String config = """
                Host box
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  IdentityFile none
                  StrictHostKeyChecking accept-new
                  UserKnownHostsFile %s
                """.formatted(sshd.port(), EmbeddedSshd.USER, folder.resolve("known_hosts"));
        BerthProgram world =
                new BerthProgram(Files.writeString(folder.resolve("config"), config)).configured("link: " + link);
        berth = world;
        return world;
    }

    private static Map<String, Object> box(BerthProgram world) throws Exception {
        return world.run("hosts", "--json").ok().rows().getFirst();
    }

    private static void waits(BerthProgram world) throws Exception {
        Map<String, Object> host = box(world);
        assertEquals("needs-answer", host.get("state"));
        assertTrue(String.valueOf(host.get("reason")).contains(PAGE), host::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void theBannerOfAnSshdIsToldByTheVerbAndKeptInTheMessages(String link) throws Exception {
        Lab.assumeUp();
        String banner = BoxSshd.put("berth_banner", "Authorised use only.\nAll is logged.\n", "644");
        try (BoxSshd real = BoxSshd.start(2319, "Banner=" + banner)) {
            String config = real.host("box", "IdentityFile " + BoxSshd.key());
            BerthProgram world =
                    new BerthProgram(Files.writeString(folder.resolve("config"), config)).configured("link: " + link);
            berth = world;
            String words = "says: Authorised use only. All is logged.";

            assertTrue(world.run("connect", "box", "--no-input").ok().err().contains(words));

            assertEquals(link, box(world).get("link"));
            try (PtySession screen = world.screen(120, 30)) {
                screen.await("1 up", SOON);
                screen.send("7");
                screen.await(words, SOON);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void itsWordsAreShownUntilItWasVisited(String link) throws Exception {
        sshd.keysOnly()
                .lettingInVisitors("To sign in, visit:\n\n  " + PAGE + "\n")
                .start();
        BerthProgram world = world(link);

        try (PtySession terminal = world.screen(110, 30, "connect", "box")) {
            terminal.await("says: To sign in, visit", SOON);
            terminal.await("waits for you to do what it says", SOON);
            terminal.await("    " + PAGE, SOON);
            waits(world);
            sshd.visited(true);
            assertEquals(0, terminal.exitCode(SOON), terminal::text);
        }
        assertEquals("up", box(world).get("state"));
        assertEquals(link, box(world).get("link"));

        world.run("disconnect", "box").ok();
        sshd.visited(false);
        try (PtySession screen = world.screen(110, 30, "box")) {
            screen.await("box waits for you", SOON);
            screen.await("open in the browser", SOON);
            waits(world);
            sshd.visited(true);
            screen.awaitScreen(
                    "it is up, the dialog gone",
                    text -> text.contains("1 up") && !text.contains("waits for you"),
                    SOON);
        }
    }

    /** Nobody is asked for what nobody wanted: no knocking, and no page after the other. */
    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void whereNobodyIsThereItWaitsForAPerson(String link) throws Exception {
        sshd.keysOnly().lettingInVisitors("To sign in, visit " + PAGE + "\n").start();
        BerthProgram world = world(link);

        world.run("connect", "box", "--no-input").fails(4, PAGE);
        waits(world);

        sshd.visited(true);
        world.run("connect", "box", "--no-input").ok();
        sshd.visited(false);
        sshd.drop();
        Watching.await(
                "it is not dialled for ever",
                SOON,
                () -> "needs-answer".equals(box(world).get("state")));
        waits(world);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void escGivesItUp(String link) throws Exception {
        sshd.keysOnly().lettingInVisitors("To sign in, visit " + PAGE + "\n").start();
        BerthProgram world = world(link);
        try (PtySession screen = world.screen(110, 30, "box")) {
            screen.await("box waits for you", SOON);
            Watching.await("it is called off", SOON, () -> {
                screen.send("\033");
                return "failed".equals(box(world).get("state"));
            });
        }
    }
}
