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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        /** What happens while the person looks at a changed key. */
        Runnable beforeAnswer = () -> {};

        Scripted(Question.Answer... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames)
                throws ProblemException {
            asked.add((key.jump() == null ? "" : key.jump() + " ") + key.server() + " " + key.type() + " "
                    + key.fingerprint() + " " + file);
            return next();
        }

        @Override
        public Question.Answer changedHostKey(
                Question.ServerKey key, Question.KnownKey known, String name, String remedy) throws ProblemException {
            asked.add("changed " + key + " " + known + " " + name);
            beforeAnswer.run();
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
                  %s
                Host box
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  IdentitiesOnly yes
                  HashKnownHosts no
                Host door
                  HostName 127.0.0.1
                  User %s
                  GlobalKnownHostsFile /dev/null
                  IdentitiesOnly yes
                """.formatted(
                        String.join("\n  ", options), sshd.port(), EmbeddedSshd.USER, knownHosts(), EmbeddedSshd.USER));
        SshConfiguration configuration = new SshConfiguration(config);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        SshConfiguration.Invocation ssh = configuration.invocation("box", environment);
        Destination box = configuration.resolve("box", environment);
        return new Target(
                "box",
                ssh.client(),
                ssh.arguments(),
                box.server(),
                Stream.concat(box.jumps().stream().map(jump -> jump.keyServer(true)), Stream.of(box.keyServer(false)))
                        .toList(),
                !box.jumps().isEmpty(),
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

        assertEquals(
                "127.0.0.1:" + sshd.port() + " ecdsa-sha2-nistp256 " + sshd.hostKeyFingerprint() + " " + knownHosts(),
                person.asked.getFirst());
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

    /** Returns the fingerprint of the key that was known. */
    private String knowAnotherKey(String... options) throws Exception {
        String before = sshd.keysOnly().accepting(key.getPublic()).start().hostKeyFingerprint();
        dial(new Scripted(ADD), options).close();
        sshd.showsAnotherHostKey();
        return before;
    }

    @Test
    void aChangedKeyIsToldWithItsLineAndTheCommandThatTakesItOut() throws Exception {
        String before = knowAnotherKey(identity(null));
        for (String strict : List.of("ask", "accept-new", "yes")) {
            Problem changed = problem(new Scripted(), identity(null), "StrictHostKeyChecking " + strict);

            assertEquals(Code.HOST_KEY_CHANGED, changed.code());
            assertEquals(
                    "The host key of box has changed: it shows ecdsa-sha2-nistp256 " + sshd.hostKeyFingerprint()
                            + ", but "
                            + knownHosts() + " line 1 has ecdsa-sha2-nistp256 " + before
                            + ". Somebody may be listening in.",
                    changed.message());
            assertEquals(
                    "If the change is expected: ssh-keygen -R '[127.0.0.1]:" + sshd.port() + "' -f '" + knownHosts()
                            + "'",
                    changed.next());
        }
    }

    @ParameterizedTest
    @CsvSource({"ask, no", "accept-new, no", "ask, yes"})
    void aChangedKeyTakesThePlaceOfTheKnownOneWhereAPersonWantsIt(String strict, String hash) throws Exception {
        String[] options = {identity(null), "StrictHostKeyChecking " + strict, "HashKnownHosts " + hash};
        String before = sshd.keysOnly().accepting(key.getPublic()).start().hostKeyFingerprint();
        dial(new Scripted(ADD), options).close();
        Files.writeString(knownHosts(), "# mine\n" + Files.readString(knownHosts()));
        sshd.showsAnotherHostKey();
        String shown = sshd.hostKeyFingerprint();
        Scripted person = new Scripted(new Question.Answer.Replace());

        for (int i = 0; i < 2; i++) {
            try (Link link = dial(person, options)) {
                works(link);
            }
        }

        Question.ServerKey key = new Question.ServerKey("127.0.0.1:" + sshd.port(), null, "ecdsa-sha2-nistp256", shown);
        Question.KnownKey known = new Question.KnownKey(
                "ecdsa-sha2-nistp256", before, knownHosts().toString(), 2);
        assertEquals(List.of("changed " + key + " " + known + " box"), person.asked);
        List<String> lines = Files.readAllLines(knownHosts());
        assertEquals(2, lines.size(), lines::toString);
        assertEquals("# mine", lines.getFirst());
        assertEquals(hash.equals("yes"), lines.getLast().startsWith("|1|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "accept-new"})
    void aKeyThatChangesAgainMeanwhileIsAskedForAnew(String strict) throws Exception {
        knowAnotherKey(identity(null));
        Scripted person = new Scripted(new Question.Answer.Replace(), new Question.Answer.Refuse());
        person.beforeAnswer = sshd::showsAnotherHostKey;

        Problem refused = problem(person, identity(null), "StrictHostKeyChecking " + strict);

        assertEquals(Code.HOST_KEY_REFUSED, refused.code());
        assertTrue(person.asked.getLast().contains(sshd.hostKeyFingerprint()), person.asked.getLast());
        assertEquals("", Files.readString(knownHosts()));
    }

    @Test
    void keepsTheKnownKeyWhereTheOtherIsRefusedOrMayNotBeAskedFor() throws Exception {
        knowAnotherKey(identity(null));
        String before = Files.readString(knownHosts());
        Question.Answer replace = new Question.Answer.Replace();
        Scripted refusing = new Scripted(new Question.Answer.Refuse());
        Scripted strict = new Scripted(replace);

        assertEquals(Code.HOST_KEY_CHANGED, problem(refusing, identity(null)).code());
        assertEquals(
                Code.HOST_KEY_CHANGED,
                problem(strict, identity(null), "StrictHostKeyChecking yes").code());
        assertEquals(
                Code.HOST_KEY_CHANGED,
                problem(strict, identity(null), "BatchMode yes").code());

        assertEquals(1, refusing.asked.size());
        assertEquals(List.of(), strict.asked);
        assertEquals(before, Files.readString(knownHosts()));
    }

    @Test
    void leavesAFileOfAllUsersAlone() throws Exception {
        knowAnotherKey(identity(null));
        Path global = Files.copy(knownHosts(), home.resolve("global"));
        Scripted person = new Scripted(new Question.Answer.Replace());

        Problem problem = problem(person, "GlobalKnownHostsFile " + global, identity(null));

        assertEquals(Code.HOST_KEY_CHANGED, problem.code());
        assertEquals(
                "Berth leaves " + global + " alone, which is for all users of this machine. If the change is expected:"
                        + " ssh-keygen -R '[127.0.0.1]:" + sshd.port() + "' -f '" + global + "'",
                problem.next());
        assertEquals(List.of(), person.asked);
        assertEquals(Files.readString(global), Files.readString(knownHosts()));
    }

    @Test
    void takesTheKnownKeyOutOfEachFileOfTheUsers() throws Exception {
        knowAnotherKey(identity(null), "HostKeyAlias Box.Example");
        Path second = Files.copy(knownHosts(), home.resolve("second"));
        String[] options = {
            "UserKnownHostsFile " + knownHosts() + " " + second, "HostKeyAlias Box.Example", identity(null)
        };

        try (Link link = dial(new Scripted(new Question.Answer.Replace()), options)) {
            works(link);
        }

        assertTrue(Files.readString(knownHosts()).startsWith("box.example "));
        assertEquals("", Files.readString(second));
        dial(new Scripted(), options).close();
    }

    @Test
    void tellsWhatTheConfigurationLetsPass() throws Exception {
        Scripted first = new Scripted();
        sshd.keysOnly().accepting(key.getPublic()).start();
        dial(first, identity(null), "StrictHostKeyChecking accept-new").close();
        sshd.showsAnotherHostKey();
        String before = Files.readString(knownHosts());
        Scripted second = new Scripted();

        try (Link link = dial(second, identity(null), "StrictHostKeyChecking no")) {
            works(link);
        }

        assertEquals(1, first.told.size());
        assertTrue(
                first.told.getFirst().endsWith("is added to " + knownHosts() + ", as StrictHostKeyChecking wants it."));
        assertEquals(1, second.told.size());
        assertTrue(second.told.getFirst().endsWith("StrictHostKeyChecking is no, so it goes on, without passwords."));
        assertEquals(before, Files.readString(knownHosts()));
    }

    @Test
    void saysWhyAnUnknownOrRevokedKeyIsNotAskedFor() throws Exception {
        sshd.keysOnly().accepting(key.getPublic()).start();
        Problem strict = problem(new Scripted(ADD), identity(null), "StrictHostKeyChecking yes");
        Problem batch = problem(new Scripted(ADD), identity(null), "BatchMode yes");
        dial(new Scripted(ADD), identity(null)).close();
        String known = Files.readString(knownHosts());
        Files.writeString(knownHosts(), known + "@revoked * " + known.substring(known.indexOf(' ') + 1));
        Problem revoked = problem(new Scripted(ADD), identity(null));

        String shown = "The host key of box (ecdsa-sha2-nistp256 " + sshd.hostKeyFingerprint() + ") is ";
        assertEquals(Code.HOST_KEY_REFUSED, strict.code());
        assertEquals(shown + "in no known_hosts file, and StrictHostKeyChecking is yes.", strict.message());
        assertEquals(Code.ANSWER_NEEDED, batch.code());
        assertEquals(shown + "not known, and BatchMode forbids to ask.", batch.message());
        assertEquals(Code.HOST_KEY_REFUSED, revoked.code());
        assertEquals(
                shown + "marked as revoked in " + knownHosts() + " line 2: somebody may have stolen it.",
                revoked.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask", "accept-new"})
    void aJumpHostsChangedKeyIsReplacedUnderItsOwnName(String strict) throws Exception {
        sshd.keysOnly().accepting(key.getPublic()).start();
        try (EmbeddedSshd door = new EmbeddedSshd()) {
            door.keysOnly().accepting(key.getPublic()).start();
            String[] options = {
                identity(null),
                "ProxyJump door",
                "",
                "Host door",
                "Port " + door.port(),
                identity(null),
                "UserKnownHostsFile " + home.resolve("doors"),
                "StrictHostKeyChecking " + strict
            };
            Scripted first = new Scripted(ADD, ADD);
            dial(first, options).close();
            door.showsAnotherHostKey();
            Scripted person = new Scripted(new Question.Answer.Replace());

            try (Link link = dial(person, options)) {
                works(link);
            }

            if (strict.equals("ask")) {
                assertTrue(
                        first.asked.getFirst().startsWith("door 127.0.0.1:" + door.port() + " ecdsa-sha2-nistp256 "));
            }
            assertEquals(1, person.asked.size());
            assertTrue(person.asked.getFirst().contains("jump=door"), person.asked.getFirst());
            assertTrue(person.asked.getFirst().contains(door.hostKeyFingerprint()), person.asked.getFirst());
            assertTrue(person.asked.getFirst().endsWith(" door"), person.asked.getFirst());
            assertEquals(1, Files.readAllLines(home.resolve("doors")).size());
        }
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
