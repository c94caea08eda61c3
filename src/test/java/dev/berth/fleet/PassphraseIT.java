package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.FreeGpu;
import dev.berth.api.HostState;
import dev.berth.api.Notice;
import dev.berth.api.Question;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.config.LinkChoices;
import dev.berth.lab.Lab;
import dev.berth.ssh.SshConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose key has a passphrase, from the first question to a lost session. */
@Timeout(600)
class PassphraseIT {
    private static final String PORT = "2313";

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Question> asked = new CopyOnWriteArrayList<>();
    private LiveFleet fleet;

    @TempDir
    private Path folder;

    /** Knows the passphrase. */
    private final Fleet.Caller person = new Fleet.Caller() {
        @Override
        public boolean answers() {
            return true;
        }

        @Override
        public void tell(Event event) {
            if (event instanceof Event.Asked question) {
                asked.add(question.question());
                Thread.ofVirtual().start(() -> answer(question.question().id()));
            }
        }
    };

    private void answer(long question) {
        try {
            fleet.handle(new Request.Answer(question, new Question.Answer.Give(new Secret("sesame"))), person);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void start() throws Exception {
        Lab.assumeUp();
        Lab.run("extra-sshd", "bare", PORT, "start", "Banner=/etc/hostname");
        Path lab = Lab.sshConfig();
        Path key = encrypted(option(lab, "IdentityFile"));
        Path file = Files.writeString(
                folder.resolve("config"),
                "Host locked\n  HostName " + option(lab, "HostName") + "\n  Port " + PORT
                        + "\n  User pat\n  IdentityFile " + key + "\n  IdentityAgent none\n  UserKnownHostsFile "
                        + option(lab, "UserKnownHostsFile") + "\n");
        TunnelStore nowhere = new TunnelStore() {
            @Override
            public List<Kept> load() {
                return List.of();
            }

            @Override
            public void save(List<Kept> tunnels) {}
        };
        fleet = new LiveFleet(new LiveFleet.Options(
                new SshConfiguration(file),
                false,
                List.of(),
                FreeGpu.DEFAULT,
                Map.of(),
                LinkChoices.DEFAULT,
                System.getenv(),
                nowhere,
                NoRuns.KEPT,
                NoWatches.KEPT,
                (alert, environment) -> false,
                List.of()));
        fleet.watch(List.of(), Set.of(Request.View.values()), false, events::add);
    }

    private static String option(Path config, String name) throws Exception {
        return Files.readString(config)
                .lines()
                .dropWhile(line -> !line.equals("Host bare"))
                .map(String::strip)
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    private Path encrypted(String key) throws Exception {
        Path copy = Files.copy(Path.of(key), folder.resolve("id"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        Process change =
                new ProcessBuilder("ssh-keygen", "-q", "-p", "-P", "", "-N", "sesame", "-f", copy.toString()).start();
        assertEquals(0, change.waitFor());
        return copy;
    }

    @AfterEach
    void end() throws Exception {
        fleet.close(Fleet.End.STOP);
        Lab.run("extra-sshd", "bare", PORT, "stop");
    }

    private List<Event> until(Predicate<Event> condition) throws InterruptedException {
        List<Event> seen = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (true) {
            Event event = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("not told; told: " + seen);
            }
            seen.add(event);
            if (condition.test(event)) {
                return seen;
            }
        }
    }

    private static boolean in(Event event, HostState state) {
        return event instanceof Event.HostChanged changed && changed.host().state() == state;
    }

    @Test
    void isAskedForOnceAndTheSessionComesBackByItself() throws Exception {
        fleet.handle(new Request.Connect("locked"), person);
        List<Event> before = until(event -> in(event, HostState.UP));
        assertTrue(
                before.stream()
                        .anyMatch(event -> event instanceof Event.Noted noted
                                && noted.notice().level() == Notice.Level.INFO
                                && noted.notice().text().endsWith("says: bare")),
                before.toString());

        Lab.run("exec", "bare", "pkill -KILL -u pat");

        until(event -> in(event, HostState.RECONNECTING));
        until(event -> in(event, HostState.UP));
        assertEquals(1, asked.size(), asked.toString());
    }
}
