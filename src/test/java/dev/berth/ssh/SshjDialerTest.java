package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.hostkey.StrictHostKeyChecking;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshjDialerTest {
    private static final Question.Answer ADD = new Question.Answer.AcceptAndAdd();
    private static final Question.Answer ONCE = new Question.Answer.AcceptOnce();
    private static final Question.Answer REFUSE = new Question.Answer.Refuse();
    private static final Question.Answer PASSWORD = Person.says(EmbeddedSshd.PASSWORD);

    private final EmbeddedSshd sshd = new EmbeddedSshd();

    @TempDir
    private Path home;

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private Path knownHosts() {
        return home.resolve("known_hosts");
    }

    private static Link dial(Destination destination, Questioner questioner)
            throws ProblemException, InterruptedException {
        return SshjDialer.dial(destination, Map.of("PATH", System.getenv("PATH")), questioner, CommandJournal.NONE);
    }

    private static void works(Link link) throws IOException {
        assertEquals(
                "on\n",
                link.run(Command.of("echo", "on"), Duration.ofSeconds(20)).out());
    }

    private static Problem problem(Destination destination, Questioner questioner) {
        return assertThrows(
                        ProblemException.class,
                        () -> dial(destination, questioner).close())
                .problem();
    }

    @Test
    void asksAboutAnUnknownKeyAndRemembersIt() throws Exception {
        sshd.start();
        Person person = new Person(ADD, PASSWORD, PASSWORD);

        try (Link link = dial(sshd.destination(home), person)) {
            works(link);
        }
        try (Link link = dial(sshd.destination(home), person)) {
            works(link);
        }

        String question =
                "127.0.0.1:" + sshd.port() + " ecdsa-sha2-nistp256 " + sshd.hostKeyFingerprint() + " " + knownHosts();
        assertEquals(question, person.asked.getFirst());
        assertEquals(3, person.asked.size());
        assertTrue(Files.readString(knownHosts()).startsWith("[127.0.0.1]:" + sshd.port() + " ecdsa-sha2-nistp256 "));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(knownHosts())));
    }

    @Test
    void takesAKeyForOnceWithoutRememberingIt() throws Exception {
        sshd.start();

        try (Link link = dial(sshd.destination(home), new Person(ONCE, PASSWORD))) {
            works(link);
        }

        assertFalse(Files.exists(knownHosts()));
    }

    @Test
    void doesNotConnectWhereTheKeyIsRefused() throws Exception {
        sshd.start();

        assertEquals(
                Code.HOST_KEY_REFUSED,
                problem(sshd.destination(home), new Person(REFUSE)).code());
    }

    @Test
    void saysThatAnAnswerIsNeededWhereNobodyIsThere() throws Exception {
        sshd.start();

        assertEquals(
                Code.ANSWER_NEEDED,
                problem(sshd.destination(home), new Person()).code());
        assertEquals(
                Code.ANSWER_NEEDED,
                problem(sshd.destination(home), new Person(ONCE)).code());
    }

    @Test
    void neverAsksWhereTheConfigurationIsStrict() throws Exception {
        sshd.start();
        Person person = new Person(ADD);
        Destination strict = Destinations.strict(sshd.destination(home), StrictHostKeyChecking.YES);

        assertEquals(Code.HOST_KEY_REFUSED, problem(strict, person).code());
        assertEquals(List.of(), person.asked);
    }

    @Test
    void addsANewKeyByItselfWhereTheConfigurationSaysSo() throws Exception {
        sshd.start();
        Destination lenient = Destinations.strict(sshd.destination(home), StrictHostKeyChecking.ACCEPT_NEW);

        Person person = new Person(PASSWORD);

        try (Link link = dial(lenient, person)) {
            works(link);
        }

        assertTrue(Files.exists(knownHosts()));
        assertTrue(person.told.getFirst().contains("is added to " + knownHosts()), person.told.getFirst());
    }

    private void knowAnotherKey() throws Exception {
        dial(sshd.destination(home), new Person(ADD, PASSWORD)).close();
        sshd.showsAnotherHostKey();
    }

    @Test
    void saysWhichKeyChangedAndHowToTakeItOutWhereNobodyIsThere() throws Exception {
        sshd.start();
        String before = sshd.hostKeyFingerprint();
        knowAnotherKey();
        Destination box = sshd.destination(home);
        for (StrictHostKeyChecking strict :
                List.of(StrictHostKeyChecking.ASK, StrictHostKeyChecking.ACCEPT_NEW, StrictHostKeyChecking.YES)) {
            Problem problem = problem(Destinations.strict(box, strict), new Person());

            assertEquals(Code.HOST_KEY_CHANGED, problem.code());
            assertNotEquals(before, sshd.hostKeyFingerprint());
            assertTrue(problem.message().contains(before), problem.message());
            assertTrue(problem.message().contains(sshd.hostKeyFingerprint()), problem.message());
            assertTrue(problem.message().contains(knownHosts() + " line 1"), problem.message());
            assertEquals(
                    "If the change is expected: ssh-keygen -R '[127.0.0.1]:" + sshd.port() + "' -f '" + knownHosts()
                            + "'",
                    problem.next());
        }
    }

    @Test
    void putsAChangedKeyInThePlaceOfTheKnownOneWhereAPersonWantsIt() throws Exception {
        sshd.start();
        String before = sshd.hostKeyFingerprint();
        knowAnotherKey();
        Files.writeString(knownHosts(), Files.readString(knownHosts()) + "# mine\n");
        Person person = new Person(new Question.Answer.Replace(), PASSWORD, PASSWORD);

        try (Link link = dial(sshd.destination(home), person)) {
            works(link);
        }
        try (Link link = dial(sshd.destination(home), person)) {
            works(link);
        }

        assertEquals(
                "changed 127.0.0.1:" + sshd.port() + " " + before + " " + sshd.hostKeyFingerprint() + " box",
                person.asked.getFirst());
        assertEquals(3, person.asked.size());
        assertTrue(Files.readString(knownHosts()).startsWith("# mine\n[127.0.0.1]:" + sshd.port() + " "));
        assertEquals(2, Files.readAllLines(knownHosts()).size());
    }

    @Test
    void keepsTheKnownKeyWhereAPersonRefusesTheOther() throws Exception {
        sshd.start();
        knowAnotherKey();
        String before = Files.readString(knownHosts());

        assertEquals(
                Code.HOST_KEY_CHANGED,
                problem(sshd.destination(home), new Person(REFUSE)).code());
        assertEquals(before, Files.readString(knownHosts()));
    }

    @Test
    void neverAsksToReplaceWhereTheConfigurationIsStrict() throws Exception {
        sshd.start();
        knowAnotherKey();
        Person person = new Person(new Question.Answer.Replace());
        Destination strict = Destinations.strict(sshd.destination(home), StrictHostKeyChecking.YES);

        assertEquals(Code.HOST_KEY_CHANGED, problem(strict, person).code());
        assertEquals(List.of(), person.asked);
    }

    @Test
    void givesNoPasswordToAChangedHostThatTheConfigurationLetsPass() throws Exception {
        sshd.start();
        knowAnotherKey();
        String before = Files.readString(knownHosts());
        Person person = new Person(PASSWORD);

        Problem problem = problem(Destinations.strict(sshd.destination(home), StrictHostKeyChecking.NO), person);

        assertEquals(Code.AUTHENTICATION_FAILED, problem.code());
        assertTrue(problem.sentence().contains("No password is asked for"), problem.sentence());
        assertEquals(List.of(), person.asked);
        assertEquals(1, person.told.size());
        assertEquals(before, Files.readString(knownHosts()));
    }

    @Test
    void logsInByKeyAtAChangedHostThatTheConfigurationLetsPass() throws Exception {
        KeyPair key = EmbeddedSshd.newKey();
        sshd.accepting(key.getPublic()).start();
        knowAnotherKey();
        Path file = EmbeddedSshd.write(key, home.resolve("id"), null);
        Destination lenient = Destinations.strict(sshd.destination(home), StrictHostKeyChecking.NO);
        Person person = new Person();

        try (Link link = dial(Destinations.keys(lenient, file), person)) {
            works(link);
        }

        assertTrue(person.told.getFirst().contains("has changed"), person.told.getFirst());
    }

    @Test
    void refusesARevokedKeyWhateverTheConfigurationSays() throws Exception {
        sshd.start();
        dial(sshd.destination(home), new Person(ADD, PASSWORD)).close();
        String known = Files.readString(knownHosts());
        Files.writeString(knownHosts(), "@revoked * " + known.substring(known.indexOf(' ') + 1) + known);
        Person person = new Person(ADD, PASSWORD);
        for (StrictHostKeyChecking strict : StrictHostKeyChecking.values()) {
            Problem problem = problem(Destinations.strict(sshd.destination(home), strict), person);

            assertEquals(Code.HOST_KEY_REFUSED, problem.code());
            assertTrue(problem.message().contains("marked as revoked in " + knownHosts() + " line 1"));
        }
        assertEquals(List.of(), person.asked);
    }

    @Test
    void goesOnWhereTheKeyCantBeWrittenDownAndSaysSo() throws Exception {
        sshd.start();
        Path blocked = Files.writeString(home.resolve("file"), "").resolve("known_hosts");
        Destination box = sshd.destination(home);
        Destination unwritable = Destinations.with(box, List.of(), List.of(blocked), "none");
        Person person = new Person(ADD, PASSWORD);

        try (Link link = dial(unwritable, person)) {
            works(link);
        }

        assertTrue(person.told.getFirst().contains("can't be written to " + blocked), person.told.getFirst());
    }

    @Test
    void tellsOfLinesThatCantBeReadAndUnderWhichOtherNamesTheKeyIsKnown() throws Exception {
        sshd.start();
        dial(sshd.destination(home), new Person(ADD, PASSWORD)).close();
        String key = Files.readString(knownHosts()).split(" ", 2)[1];
        Files.writeString(knownHosts(), "broken line\nother " + key);
        Person person = new Person(REFUSE);

        problem(sshd.destination(home), person);

        assertEquals(List.of(knownHosts() + ":2: other"), person.others);
        assertEquals(
                List.of("Skipped while looking for the host key of box, since it can't be read: " + knownHosts()
                        + " line 1."),
                person.told);
    }

    @Test
    void looksAtNoKeyOfThisMachineWhereTheConfigurationSaysSo() throws Exception {
        sshd.start();
        knowAnotherKey();
        Destination strict = Destinations.strict(sshd.destination(home), StrictHostKeyChecking.YES);
        Person person = new Person(PASSWORD);

        try (Link link = dial(Destinations.localhostUnchecked(strict), person)) {
            works(link);
        }

        assertEquals(Code.HOST_KEY_CHANGED, problem(strict, person).code());
    }

    @Test
    void offersNoFileWhereNoneKeepsAnything() throws Exception {
        sshd.start();
        Destination box = sshd.destination(home);
        Person person = new Person(ONCE, PASSWORD, ONCE, PASSWORD);

        dial(Destinations.with(box, List.of(), List.of(), "none"), person).close();
        dial(Destinations.with(box, List.of(), List.of(Path.of("/dev/null")), "none"), person)
                .close();

        assertTrue(person.asked.get(0).endsWith(" null"), person.asked.get(0));
        assertTrue(person.asked.get(2).endsWith(" null"), person.asked.get(2));
    }

    @Test
    void asksForThePasswordAgainAfterAWrongOne() throws Exception {
        sshd.start();
        Person person = new Person(ONCE, Person.says("wrong"), PASSWORD);

        try (Link link = dial(sshd.destination(home), person)) {
            works(link);
        }

        assertTrue(person.asked.get(2).endsWith("| The host did not accept that password."));
    }

    @Test
    void passesTheServersOwnQuestionsOn() throws Exception {
        sshd.interactive().start();
        Person person = new Person(ONCE, PASSWORD);

        try (Link link = dial(sshd.destination(home), person)) {
            works(link);
        }

        assertTrue(person.asked.get(1).startsWith("dev@127.0.0.1:" + sshd.port() + " |"), person.asked.get(1));
    }

    @Test
    void stopsWhereThePasswordDialogIsLeft() throws Exception {
        sshd.start();
        Person person = new Person(ONCE, REFUSE, PASSWORD);

        assertEquals(
                Code.AUTHENTICATION_FAILED,
                problem(sshd.destination(home), person).code());
    }

    @Test
    void takesAKeyFile() throws Exception {
        KeyPair key = EmbeddedSshd.newKey();
        sshd.keysOnly().accepting(key.getPublic()).start();
        Path file = EmbeddedSshd.write(key, home.resolve("id"), null);

        try (Link link = dial(Destinations.keys(sshd.destination(home), file), new Person(ONCE))) {
            works(link);
        }
    }

    @Test
    void asksForAPassphraseOnlyOnceTheHostWantsTheKey() throws Exception {
        KeyPair wanted = EmbeddedSshd.newKey();
        sshd.keysOnly().accepting(wanted.getPublic()).start();
        Path other = EmbeddedSshd.write(EmbeddedSshd.newKey(), home.resolve("other"), "a");
        Path file = EmbeddedSshd.write(wanted, home.resolve("id"), "sesame");
        Person person = new Person(ONCE, Person.says("open"), Person.says("sesame"));

        try (Link link = dial(Destinations.keys(sshd.destination(home), other, file), person)) {
            works(link);
        }

        assertEquals(file + " | Passphrase for " + file, person.asked.get(1));
        assertEquals(3, person.asked.size());
    }

    @Test
    void namesWhatItTriedWhereTheHostRefusesTheLogin() throws Exception {
        sshd.keysOnly().start();
        Path file = EmbeddedSshd.write(EmbeddedSshd.newKey(), home.resolve("id"), null);

        Problem problem = problem(Destinations.keys(sshd.destination(home), file), new Person(ONCE));

        assertEquals(Code.AUTHENTICATION_FAILED, problem.code());
        assertEquals(
                "box (dev@127.0.0.1:" + sshd.port() + ") refused the login: tried " + file + "; it accepts publickey.",
                problem.message());
    }

    @Test
    void connectsToAnIpv6Address() throws Exception {
        sshd.on("::1").start();

        try (Link link = dial(sshd.destination(home), new Person(ADD, PASSWORD))) {
            works(link);
        }

        assertTrue(
                Files.readString(knownHosts()).startsWith("[::1]:" + sshd.port() + " "),
                Files.readString(knownHosts()));
    }

    @Test
    void goesThroughJumpHosts() throws Exception {
        sshd.start();
        try (EmbeddedSshd first = new EmbeddedSshd().start();
                EmbeddedSshd second = new EmbeddedSshd().start()) {
            Destination far =
                    Destinations.jumping(sshd.destination(home), first.destination(home), second.destination(home));
            Person person = new Person(ADD, PASSWORD, ADD, PASSWORD, ADD, PASSWORD);

            Link link = dial(far, person);
            works(link);
            first.drop();

            assertFalse(link.gone().get(20, TimeUnit.SECONDS).isEmpty());
            assertEquals(6, person.asked.size());
            assertEquals(
                    Arrays.asList("box", "box", null),
                    person.keys.stream().map(Question.ServerKey::jump).toList());
        }
    }

    @Test
    void goesThroughAProxyCommandAndQuotesItsComplaint() throws Exception {
        sshd.start();
        Destination broken = Destinations.proxied(sshd.destination(home), "sh -c 'echo no way through >&2'");

        Problem problem = problem(broken, new Person());

        assertEquals(Code.HOST_UNREACHABLE, problem.code());
        assertEquals("box: its ProxyCommand ended without a connection: no way through", problem.message());
    }

    @Test
    void saysThatNothingListens() throws Exception {
        sshd.start();
        Destination box = sshd.destination(home);
        sshd.close();

        Problem problem = problem(box, new Person());

        assertEquals(Code.HOST_UNREACHABLE, problem.code());
        assertTrue(problem.message().contains("refused the connection: nothing listens"), problem.message());
    }

    @Test
    void saysThatAnotherServerListens() throws Exception {
        Problem problem = answeredWith("HTTP/1.1 400 Bad Request\r\n\r\n");

        assertTrue(
                problem.message().endsWith("is not an SSH server: it says 'HTTP/1.1 400 Bad Request'."),
                problem.message());
    }

    @Test
    void saysThatTheServerClosedTheConnection() throws Exception {
        Problem problem = answeredWith("");

        assertTrue(problem.message().endsWith("closed the connection at once."), problem.message());
    }

    private Problem answeredWith(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                    // the test is over
                }
            });
            Destination box = Destination.plain("box", "dev", "127.0.0.1", server.getLocalPort(), home);
            Problem problem = problem(box, new Person());
            assertEquals(Code.HOST_UNREACHABLE, problem.code());
            return problem;
        }
    }

    @Test
    void canBeCalledOffWhileAPersonIsAsked() throws Exception {
        sshd.start();
        CountDownLatch asked = new CountDownLatch(1);
        Questioner slow = new Questioner() {
            @Override
            public Question.Answer hostKey(Question.ServerKey key, @Nullable String file, List<String> otherNames) {
                return ONCE;
            }

            @Override
            public Question.Answer changedHostKey(
                    Question.ServerKey key, Question.KnownKey known, String name, String remedy) {
                return REFUSE;
            }

            @Override
            public void banner(String server, String text) {}

            @Override
            public void page(String server, String text, CompletableFuture<?> decided) {}

            @Override
            public void tell(String sentence) {}

            @Override
            public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
                    throws InterruptedException {
                asked.countDown();
                new CountDownLatch(1).await();
                return null;
            }
        };
        FutureTask<Link> dial = new FutureTask<>(() -> dial(sshd.destination(home), slow));
        Thread thread = Thread.ofPlatform().start(dial);
        asked.await();

        thread.interrupt();

        thread.join(Duration.ofSeconds(20));
        assertFalse(thread.isAlive());
    }

    @Test
    void tellsThatTheHostClosedTheConnection() throws Exception {
        sshd.start();
        Link link = dial(sshd.destination(home), new Person(ONCE, PASSWORD));

        sshd.drop();

        assertEquals("the host closed the connection", link.gone().get(20, TimeUnit.SECONDS));
        assertFalse(link.isOpen());
    }
}
