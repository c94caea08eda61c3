package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.lab.Lab;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logging in to OpenSSH's own server, and losing it. */
@Timeout(600)
class SshjDialerIT {
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    private SshConfiguration configuration;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTheLab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void readTheLabsConfiguration() throws IOException {
        configuration = new SshConfiguration(Lab.sshConfig());
    }

    private Destination box(String alias) throws ProblemException, InterruptedException {
        return configuration.resolve(alias, environment);
    }

    private Link dial(Destination destination, Questioner questioner) throws ProblemException, InterruptedException {
        return SshjDialer.dial(destination, environment, questioner, CommandJournal.NONE);
    }

    private Problem problem(Destination destination, Questioner questioner) {
        return assertThrows(
                        ProblemException.class,
                        () -> dial(destination, questioner).close())
                .problem();
    }

    private static void works(Link link, String host) throws IOException {
        assertEquals(
                host + "\n",
                link.run(Command.of("hostname"), Duration.ofSeconds(90)).out());
    }

    private Path labKey() throws ProblemException, InterruptedException {
        return box("gpu1").identityFiles().getFirst();
    }

    private Path copyOfTheKey() throws Exception {
        Path copy = Files.copy(labKey(), folder.resolve("id"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        return copy;
    }

    private String run(String... argv) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void usesAKeyOfAnAgentAlone() throws Exception {
        try (SshAgentProcess agent = new SshAgentProcess(folder)) {
            environment.put("SSH_AUTH_SOCK", agent.socket().toString());
            agent.add(copyOfTheKey());
            Destination plain = box("gpu1");
            Destination box = Destinations.with(plain, List.of(labKey()), plain.knownHostsFiles(), null);
            Destination noFile = Destinations.keys(box, publicHalfOnly());

            try (Link link = dial(noFile, new Person())) {
                works(link, "gpu1");
            }
        }
    }

    /** IdentitiesOnly with the name of a key whose public half alone lies here. */
    private Path publicHalfOnly() throws Exception {
        Path file = folder.resolve("elsewhere");
        Files.writeString(folder.resolve("elsewhere.pub"), run("ssh-keygen", "-y", "-f", copied()));
        return file;
    }

    private String copied() {
        return folder.resolve("id").toString();
    }

    @Test
    void opensAnEncryptedKey() throws Exception {
        Path key = copyOfTheKey();
        run("ssh-keygen", "-q", "-p", "-f", key.toString(), "-P", "", "-N", "sesame");
        Person person = new Person(Person.says("open"), Person.says("sesame"));

        try (Link link = dial(Destinations.keys(box("gpu1"), key), person)) {
            works(link, "gpu1");
        }

        assertTrue(person.asked.get(1).endsWith("| That passphrase does not open the key."));
    }

    @Test
    void saysThatAPassphraseIsNeededWhereNobodyIsThere() throws Exception {
        Path key = copyOfTheKey();
        run("ssh-keygen", "-q", "-p", "-f", key.toString(), "-P", "", "-N", "sesame");

        assertEquals(
                Code.ANSWER_NEEDED,
                problem(Destinations.keys(box("gpu1"), key), new Person()).code());
    }

    @Test
    void saysThatTheKeyIsNotTheRightOne() throws Exception {
        Problem left = problem(box("gpu1-wronguser"), new Person(new Question.Answer.Refuse()));
        Problem alone = problem(box("gpu1-wronguser"), new Person());

        assertEquals(Code.AUTHENTICATION_FAILED, left.code());
        assertTrue(left.message().contains("id_unknown"), left.message());
        assertEquals(Code.ANSWER_NEEDED, alone.code());
        assertTrue(alone.message().contains("id_unknown"), alone.message());
    }

    @Test
    void asksAboutAnUnknownKeyAsSshShowsIt() throws Exception {
        Destination known = box("gpu1");
        Path file = folder.resolve("known_hosts");
        Destination box = Destinations.with(known, known.identityFiles(), List.of(file), known.identityAgent());
        Person person = new Person(new Question.Answer.AcceptAndAdd());

        dial(box, person).close();
        try (Link link = dial(box, person)) {
            works(link, "gpu1");
        }

        String listed = run("ssh-keygen", "-l", "-F", box.hostName(), "-f", file.toString());
        assertTrue(listed.contains(person.asked.getFirst().split(" ", -1)[2]), listed);
    }

    @Test
    void refusesAChangedKey() throws Exception {
        Problem problem = problem(box("gpu1-changed"), new Person());

        assertEquals(Code.HOST_KEY_CHANGED, problem.code());
        assertTrue(problem.next() != null && problem.next().contains("ssh-keygen -R"), problem.sentence());
    }

    @Test
    void tellsUnreachableFromUnresolvable() throws Exception {
        assertEquals(Code.HOST_UNREACHABLE, problem(box("gone"), new Person()).code());
        assertEquals(
                Code.HOST_UNRESOLVABLE, problem(box("nowhere"), new Person()).code());
    }

    @Test
    void goesThroughAJumpHostAndAProxyCommand() throws Exception {
        Destination far = box("gpu1");
        try (Link link = dial(Destinations.jumping(far, box("cpu1")), new Person())) {
            works(link, "gpu1");
        }
        String proxy = "ssh -F " + Lab.sshConfig() + " -W " + far.address() + " cpu1";
        try (Link link = dial(Destinations.proxied(far, proxy), new Person())) {
            works(link, "gpu1");
        }
    }

    @Test
    void noticesThatTheLineIsCutEvenWhileWritersAreStuck() throws Exception {
        Link link = dial(box("bare"), new Person());
        ByteStream stuck = sink(link);
        FutureTask<@Nullable Void> writer = new FutureTask<>(() -> fill(stuck.output()));
        Thread.ofVirtual().start(writer);
        Lab.run("cut", "bare");
        try {
            assertEquals("the host has not answered for 6 s", link.gone().get(90, TimeUnit.SECONDS));
            assertThrows(Exception.class, () -> writer.get(90, TimeUnit.SECONDS));
            assertFalse(link.isOpen());
        } finally {
            Lab.run("mend", "bare");
        }
        try (Link again = dial(box("bare"), new Person())) {
            works(again, "bare");
        }
    }

    @Test
    void closesAtOnceWhileTheLineIsCut() throws Exception {
        Link link = dial(box("bare"), new Person());
        ByteStream stuck = sink(link);
        FutureTask<@Nullable Void> writer = new FutureTask<>(() -> fill(stuck.output()));
        Thread.ofVirtual().start(writer);
        Lab.run("cut", "bare");
        try {
            FutureTask<@Nullable Void> closing = new FutureTask<>(link::close, null);
            Thread.ofVirtual().start(closing);

            closing.get(5, TimeUnit.SECONDS);
            assertThrows(Exception.class, () -> writer.get(90, TimeUnit.SECONDS));
        } finally {
            Lab.run("mend", "bare");
        }
    }

    /** A stream whose far end takes all there is. */
    private static ByteStream sink(Link link) throws IOException {
        return link.tcp(
                "127.0.0.1",
                link.listen("127.0.0.1", 0, stream -> drain(stream)).port());
    }

    private static void drain(ByteStream stream) {
        try {
            stream.input().transferTo(OutputStream.nullOutputStream());
        } catch (IOException lost) {
            // the line was cut
        }
    }

    private static @Nullable Void fill(OutputStream out) throws IOException {
        byte[] chunk = new byte[64 << 10];
        while (true) {
            out.write(chunk);
        }
    }
}
