package dev.berth.walk;

import static dev.berth.walk.Watching.await;
import static dev.berth.walk.Watching.throughout;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import dev.berth.ssh.BoxSshd;
import dev.berth.ssh.KeyGen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a person can answer waits for a person; what was refused is not tried again. As sshd's own log tells. */
@Timeout(600)
class PatienceIT {
    private static final int PORT = 2317;
    private static final Duration SOON = Duration.ofSeconds(90);

    /** The first tries of a host that is dialled again by itself come within it. */
    private static final Duration WHILE = Duration.ofSeconds(8);

    private @Nullable BerthProgram berth;

    @TempDir
    private Path folder;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @AfterEach
    void end() throws Exception {
        if (berth != null) {
            berth.close();
        }
    }

    private BerthProgram world(BoxSshd sshd, String... lines) throws IOException {
        BerthProgram world = new BerthProgram(Files.writeString(folder.resolve("config"), sshd.host("box", lines)));
        berth = world;
        return world;
    }

    private static BoxSshd askingForAPassword() throws IOException {
        return BoxSshd.start(PORT, "PubkeyAuthentication=no", "KbdInteractiveAuthentication=no", "LogLevel=VERBOSE");
    }

    private static long dials(BoxSshd sshd) throws IOException {
        return sshd.log()
                .lines()
                .filter(line -> line.contains("Connection from "))
                .count();
    }

    private static String state(BerthProgram world) throws Exception {
        Map<String, Object> host = world.run("hosts", "--json").ok().rows().getFirst();
        return (String) java.util.Objects.requireNonNull(host.get("state"));
    }

    private static void staysPut(BerthProgram world, BoxSshd sshd, String state) throws Exception {
        long before = dials(sshd);
        throughout(WHILE, () -> state.equals(state(world)));
        assertEquals(before, dials(sshd));
    }

    private static void logsIn(BerthProgram world) throws Exception {
        try (PtySession terminal = world.screen(110, 30, "connect", "box")) {
            terminal.await("assword", SOON);
            assertEquals("needs-answer", state(world));
            terminal.send(BoxSshd.PASSWORD + "\r");
            assertEquals(0, terminal.exitCode(SOON), terminal::text);
        }
        assertEquals("up", state(world));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void aPasswordWaitsForAPersonBeforeAndAfterTheSession(String link) throws Exception {
        try (BoxSshd sshd = askingForAPassword()) {
            BerthProgram world = world(sshd).configured("link: " + link);

            world.run("ps", "box", "--no-input").fails(4, "password", "nobody is there to answer");
            staysPut(world, sshd, "needs-answer");

            logsIn(world);

            Lab.run("exec", "bare", "pkill -KILL -u pat");
            await("the loss is told", SOON, () -> "needs-answer".equals(state(world)));
            staysPut(world, sshd, "needs-answer");
            world.run("exec", "box", "--no-input", "--", "true").fails(255, "nobody is there to answer");

            logsIn(world);
        }
    }

    /** An attached screen is no one who pressed a key. */
    @Test
    void aScreenShowsThatItWaitsAndDialsOnlyWhenAKeyIsPressed() throws Exception {
        try (BoxSshd sshd = askingForAPassword()) {
            BerthProgram world = world(sshd);
            logsIn(world);
            try (PtySession screen = world.screen(110, 30)) {
                screen.await("1 up", SOON);
                Lab.run("exec", "bare", "pkill -KILL -u pat");
                screen.await("needs answer", SOON);
                staysPut(world, sshd, "needs-answer");

                screen.send("r");
                screen.await("Password for pat@", SOON);
            }
        }
    }

    @Test
    void aRefusedLoginIsNotTriedAgain() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(
                PORT, "PasswordAuthentication=no", "KbdInteractiveAuthentication=no", "LogLevel=VERBOSE")) {
            Path key = KeyGen.make(folder.resolve("unknown"), "ed25519");
            BerthProgram world = world(sshd, "IdentityFile " + key);

            world.run("tunnel", "add", "box", "8888", "--local-port", "auto", "--wait")
                    .fails(5, "refused the login");

            staysPut(world, sshd, "failed");
        }
    }
}
