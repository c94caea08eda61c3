package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import dev.berth.ssh.BoxSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an sshd allows at once, kept to as its own log tells. */
@Timeout(240)
class BudgetIT {
    private static final int PORT = 2316;
    private static final Duration SOON = Duration.ofSeconds(40);

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

    private BerthProgram world(String config) throws IOException {
        BerthProgram world = new BerthProgram(Files.writeString(folder.resolve("config"), config));
        berth = world;
        return world;
    }

    /** sshd refuses the third login that is under way, or the tenth, which is what it does unless told otherwise. */
    @ParameterizedTest
    @CsvSource({"sshj, 2:100:3, 12", "sshj, 10:100:10, 24", "mux, 10:100:10, 12"})
    void manySessionsAtOnceToOneServerAllComeUp(String link, String startups, int sessions) throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "MaxStartups=" + startups)) {
            StringBuilder config = new StringBuilder();
            List<String> hosts = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                hosts.add("box" + i);
                config.append(sshd.host("box" + i, "IdentityFile " + BoxSshd.key()));
            }
            BerthProgram world = world(config.toString()).configured("link: " + link);

            world.run(Stream.concat(Stream.of("connect"), hosts.stream()).toArray(String[]::new))
                    .ok();

            assertEquals(
                    sessions,
                    world.run("hosts", "--json").ok().rows().stream()
                            .filter(row -> "up".equals(row.get("state")))
                            .count());
            boolean tripped = sshd.log().contains("drop connection");
            assertEquals(startups.startsWith("2:"), tripped, sshd.log());
        }
    }

    /** sshd says of each session too many that there are no more; Berth would only try again, and nobody would notice. */
    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void noMoreThanSevenSessionsOnAConnection(String link) throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "MaxSessions=7")) {
            BerthProgram world =
                    world(sshd.host("box", "IdentityFile " + BoxSshd.key())).configured("link: " + link);
            try (PtySession screen = world.screen(100, 30, "box")) {
                screen.await("1 up", SOON);
                assertEquals(
                        link,
                        world.run("hosts", "--json").ok().rows().getFirst().get("link"));
                screen.send("3");
                List<CompletableFuture<BerthProgram.Result>> verbs = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    verbs.add(CompletableFuture.supplyAsync(
                            () -> sleeping(world), task -> Thread.ofVirtual().start(task)));
                }
                for (CompletableFuture<BerthProgram.Result> verb : verbs) {
                    assertEquals("slept\n", verb.get(120, TimeUnit.SECONDS).ok().out());
                }
            }
            assertEquals(1, logins(sshd));
            assertFalse(sshd.log().contains("no more sessions"), sshd.log());
        }
    }

    private static long logins(BoxSshd sshd) throws IOException {
        return sshd.log()
                .lines()
                .filter(line -> line.contains("Accepted publickey"))
                .count();
    }

    private static BerthProgram.Result sleeping(BerthProgram world) {
        try {
            return world.run("exec", "box", "--", "sh", "-c", "sleep 2; echo slept");
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What the test above rests on. */
    @Test
    void theServerTellsOfASessionTooMany() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "MaxSessions=3")) {
            BerthProgram world = world(sshd.host("box", "IdentityFile " + BoxSshd.key()));
            List<CompletableFuture<BerthProgram.Result>> verbs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                verbs.add(CompletableFuture.supplyAsync(
                        () -> sleeping(world), task -> Thread.ofVirtual().start(task)));
            }
            for (CompletableFuture<BerthProgram.Result> verb : verbs) {
                verb.get(120, TimeUnit.SECONDS);
            }
            assertTrue(sshd.log().contains("no more sessions"), sshd.log());
        }
    }
}
