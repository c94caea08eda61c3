package dev.berth.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.LinkKind;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.ShellSettings;
import dev.berth.ssh.Destination;
import dev.berth.ssh.EmbeddedSshd;
import dev.berth.ssh.SshConfiguration;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Masters of Berth's own: the machine's real ssh logs in, and asks through us. */
@Timeout(60)
class MuxDialerTest {
    private static final Question.Answer ADD = new Question.Answer.AcceptAndAdd();
    private static final Question.Answer ONCE = new Question.Answer.AcceptOnce();

    private final EmbeddedSshd sshd = new EmbeddedSshd();
    private final KeyPair key = EmbeddedSshd.newKey();

    @TempDir
    private Path home;

    /** Answers as it was told to, and says that nobody is there once it runs out of answers. */
    private static final class Scripted implements Person {
        final List<String> asked = new ArrayList<>();
        final List<String> told = new CopyOnWriteArrayList<>();
        private final Deque<Question.Answer> answers;

        Scripted(Question.Answer... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
                throws ProblemException {
            asked.add(key.server() + " " + key.type() + " " + key.fingerprint().substring(0, 7) + " " + file);
            return next();
        }

        @Override
        public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
                throws ProblemException {
            asked.add(prompt + (problem == null ? "" : " | " + problem));
            return next() instanceof Question.Answer.Give given ? given.secret() : null;
        }

        @Override
        public void page(String server, String text, CompletableFuture<?> decided) throws ProblemException {
            asked.add(server + " waits: " + text);
            next();
        }

        @Override
        public void banner(String server, String text) {
            told.add(text);
        }

        @Override
        public void tell(String text) {
            told.add(text);
        }

        private Question.Answer next() throws ProblemException {
            if (answers.isEmpty()) {
                throw Problem.of(Code.ANSWER_NEEDED, "Nobody is there.").asException();
            }
            return answers.removeFirst();
        }
    }

    private static Question.Answer says(String text) {
        return new Question.Answer.Give(new Secret(text));
    }

    @BeforeEach
    void needsSsh() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "no OpenSSH client here");
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private Link dial(Person person, String... options) throws Exception {
        return MuxDialer.dial(target(options), person, CommandJournal.NONE);
    }

    private Target target(String... options) throws Exception {
        Path config = Files.writeString(home.resolve("config"), """
                Host box
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  IdentitiesOnly yes
                  HashKnownHosts no
                  %s
                """.formatted(
                        sshd.port(), EmbeddedSshd.USER, knownHosts(), String.join("\n  ", options)));
        SshConfiguration configuration = new SshConfiguration(config);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        SshConfiguration.Invocation ssh = configuration.invocation("box", environment);
        Destination box = configuration.resolve("box", environment);
        return new Target(
                "box",
                ssh.client(),
                ssh.arguments(),
                box.server(),
                box.knownHostsFiles(),
                box.connectTimeout(),
                UserMaster.PACE,
                ShellSettings.NONE,
                environment);
    }

    private Path knownHosts() {
        return home.resolve("known_hosts");
    }

    private String identity(@Nullable String passphrase) throws IOException {
        Path file = EmbeddedSshd.write(key, home.resolve("id"), passphrase);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return "IdentityFile " + file;
    }

    private static void works(Link link) throws IOException {
        assertEquals(LinkKind.MUX, link.kind());
        assertEquals(
                "on\n",
                link.run(Command.of("echo", "on"), Duration.ofSeconds(20)).out());
    }

    private static void awaitNoChild() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), ProcessHandle.current().descendants().toList());
    }

    @Test
    void asksForAnUnknownKeyAndForAPassphraseUntilItFits() throws Exception {
        sshd.keysOnly().accepting(key.getPublic()).start();
        Scripted person = new Scripted(ADD, says("no idea"), says("open sesame"));

        try (Link link = dial(person, identity("open sesame"))) {
            works(link);
        }

        assertEquals("[127.0.0.1]:" + sshd.port() + " ECDSA SHA256: " + knownHosts(), person.asked.getFirst());
        assertTrue(person.asked.get(1).contains("passphrase for key"), person.asked.get(1));
        assertEquals(3, person.asked.size());
        assertTrue(Files.readString(knownHosts()).contains("ecdsa-sha2-nistp256"));
        awaitNoChild();
    }

    @Test
    void asksForAPasswordAgainAfterAWrongOne() throws Exception {
        sshd.start();
        Scripted person = new Scripted(ADD, says("wrong"), says(EmbeddedSshd.PASSWORD));

        try (Link link = dial(person)) {
            works(link);
        }

        assertTrue(person.asked.getLast().endsWith("password: | That was not accepted."), person.asked.getLast());
    }

    @Test
    void aKeyAcceptedForOnceIsWrittenNowhere() throws Exception {
        sshd.keysOnly().accepting(key.getPublic()).start();
        Scripted person = new Scripted(ONCE, ONCE);

        for (int i = 1; i <= 2; i++) {
            try (Link link = dial(person, identity(null))) {
                works(link);
            }
            assertEquals(i, person.asked.size());
        }

        assertFalse(Files.exists(knownHosts()));
    }

    @Test
    void aRefusedKeyAndARefusedLoginAreProblems() throws Exception {
        sshd.keysOnly().start();

        assertEquals(
                Code.HOST_KEY_REFUSED,
                problem(new Scripted(new Question.Answer.Refuse()), identity(null))
                        .code());
        assertEquals(Code.ANSWER_NEEDED, problem(new Scripted(), identity(null)).code());
        Problem refused = problem(new Scripted(ADD), identity(null));
        assertEquals(Code.AUTHENTICATION_FAILED, refused.code());
        assertTrue(refused.message().startsWith("box (dev@127.0.0.1:" + sshd.port() + "): "), refused.message());
        awaitNoChild();
    }

    @Test
    void aChangedKeyIsToldWithItsLineAndTheCommandThatTakesItOut() throws Exception {
        sshd.keysOnly().accepting(key.getPublic()).start();
        dial(new Scripted(ADD), identity(null)).close();
        sshd.showsAnotherHostKey();

        Problem changed = problem(new Scripted(), identity(null));

        assertEquals(Code.HOST_KEY_CHANGED, changed.code());
        assertTrue(
                changed.message()
                        .matches(".* it shows ECDSA SHA256:\\S{43}; " + knownHosts() + " line 1 has another\\."),
                changed.message());
        assertTrue(
                changed.sentence()
                        .endsWith("ssh-keygen -f \"" + knownHosts() + "\" -R \"[127.0.0.1]:" + sshd.port() + "\""),
                changed.sentence());
    }

    private Problem problem(Person person, String... options) {
        return assertThrows(ProblemException.class, () -> dial(person, options).close())
                .problem();
    }

    @Test
    void showsABannerAndTakesAKeyThatACommandKnows() throws Exception {
        sshd.banner("To sign in, visit login.example/a/b1c2\n")
                .keysOnly()
                .accepting(key.getPublic())
                .start();
        dial(new Scripted(ADD), identity(null)).close();
        Path command = Files.move(knownHosts(), home.resolve("from-elsewhere"));
        Scripted person = new Scripted();

        try (Link link = dial(person, identity(null), "KnownHostsCommand /bin/cat " + command)) {
            works(link);
        }

        assertEquals(List.of("To sign in, visit login.example/a/b1c2"), person.told);
        assertEquals(List.of(), person.asked);
    }

    @Test
    void tellsThatItsMasterDied() throws Exception {
        sshd.keysOnly().accepting(key.getPublic()).start();

        try (Link link = dial(new Scripted(ADD), identity(null))) {
            ProcessHandle.current()
                    .descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("/ssh"))
                    .forEach(ProcessHandle::destroyForcibly);

            assertEquals("OpenSSH's master ended", link.gone().get(20, java.util.concurrent.TimeUnit.SECONDS));
            assertThrows(IOException.class, () -> link.start(Command.of("true")));
        }
    }

    @Test
    void leavesAMasterThatIsStaleOrHangs() throws Exception {
        Path stale = home.resolve("stale");
        UnixDomainSocketAddress hanging = UnixDomainSocketAddress.of(home.resolve("hanging"));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(stale))
                .close();

        try (ServerSocketChannel silent =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(hanging, 1)) {
            assertNotNull(silent);
            assertNull(MuxDialer.live("box", stale, UserMaster.PACE, ShellSettings.NONE));
            assertNull(MuxDialer.live("box", hanging.getPath(), UserMaster.PACE, ShellSettings.NONE));
            assertFalse(MuxDialer.lives(hanging.getPath()));
        }
        assertNull(MuxDialer.live("box", home.resolve("none"), UserMaster.PACE, ShellSettings.NONE));
    }
}
