package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an sshd allows at once, kept to as its own log tells. */
@Timeout(600)
class BudgetIT {
    private static final int PORT = 2316;
    private static final Duration SOON = Duration.ofSeconds(90);

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
    @CsvSource({"sshj, 2:100:3, 12", "sshj, 10:100:10, 24", "mux, 10:100:10, 12", "mux, 2:100:3, 8"})
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

    /** sshd still counts one that has just ended, so that only the commands themselves can tell. */
    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void noMoreThanSevenCommandsAtOnceOnAConnection(String link) throws Exception {
        Lab.run("exec", "bare", "rm -rf /tmp/berth_budget*; install -d -m 777 /tmp/berth_budget");
        try (BoxSshd sshd = BoxSshd.start(PORT)) {
            BerthProgram world =
                    world(sshd.host("box", "IdentityFile " + BoxSshd.key())).configured("link: " + link);
            try (PtySession screen = world.screen(100, 30, "box")) {
                screen.await("1 up", SOON);
                assertEquals(
                        link,
                        world.run("hosts", "--json").ok().rows().getFirst().get("link"));
                screen.send("3");
                all(world, 16).forEach(verb -> assertEquals("slept\n", verb.ok().out()));
            }
            assertEquals(1, logins(sshd));
            int most = Lab.run("exec", "bare", "cat /tmp/berth_budget.counts")
                    .lines()
                    .mapToInt(line -> Integer.parseInt(line.strip()))
                    .max()
                    .orElseThrow();
            assertTrue(most <= 7, () -> most + " at once");
        }
    }

    private static List<BerthProgram.Result> all(BerthProgram world, int number) throws Exception {
        List<CompletableFuture<BerthProgram.Result>> verbs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            verbs.add(CompletableFuture.supplyAsync(
                    () -> sleeping(world), task -> Thread.ofVirtual().start(task)));
        }
        List<BerthProgram.Result> results = new ArrayList<>();
        for (CompletableFuture<BerthProgram.Result> verb : verbs) {
            results.add(verb.get(300, TimeUnit.SECONDS));
        }
        return results;
    }

    private static long logins(BoxSshd sshd) throws IOException {
        return sshd.log()
                .lines()
                .filter(line -> line.contains("Accepted publickey"))
                .count();
    }

    /** Counts those that run beside it. */
    private static BerthProgram.Result sleeping(BerthProgram world) {
        String script = "d=/tmp/berth_budget; mkdir $d/$$; ls $d | wc -l >>$d.counts; sleep 2; rmdir $d/$$; echo slept";
        try {
            return world.run("exec", "box", "--", "sh", "-c", script);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
