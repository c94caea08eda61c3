package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Secret;
import dev.berth.hostkey.KnownHost;
import dev.berth.lab.Lab;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same known_hosts files, the same servers, once with ssh and once with Berth: the same end, and the same files. */
@Timeout(600)
class HostKeysIT {
    private static final String BOX = "bare";
    private static final Map<String, String> KEYS = new HashMap<>();
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

    private static String address = "";
    private static Path identity = Path.of("");

    @TempDir
    private Path folder;

    /** Three files: the user's two and the global one. Names in braces stand for keys; the port says which server. */
    private record Case(String what, int port, boolean alias, String known, String second, String global) {
        static Case of(String what, int port, String known) {
            return new Case(what, port, true, known, "", "");
        }

        static Case byPort(String what, int port, String known) {
            return new Case(what, port, false, known, "", "");
        }

        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void startTheServers() throws Exception {
        Lab.assumeUp();
        Lab.run("hostkeys", BOX, "start");
        Destination box = new SshConfiguration(Lab.sshConfig()).resolve(BOX, ENVIRONMENT);
        address = box.hostName();
        identity = box.identityFiles().getFirst();
        for (String name :
                List.of("ed25519", "ecdsa", "rsa", "ca", "otherca", "cert", "rsacert", "expired", "elsewhere")) {
            String line = Lab.run("exec", BOX, "cat /run/hostkeys/" + name + ".pub");
            KEYS.put(name, line.split(" ", -1)[0] + " " + line.split(" ", -1)[1]);
        }
    }

    @AfterAll
    static void stopTheServers() throws IOException {
        Lab.run("hostkeys", BOX, "stop");
    }

    static Stream<Case> cases() {
        String hashed = KnownHost.hashed("box.example", new byte[20]);
        return Stream.of(
                Case.of("nothing known", 2301, ""),
                Case.of("known", 2301, "box.example {ed25519}"),
                Case.of("changed", 2301, "box.example {ca}"),
                Case.of("another host", 2301, "other.example {ca}"),
                Case.of("upper case", 2301, "BOX.Example {ed25519}"),
                Case.of("list of names", 2301, "a,box.example,b {ed25519} a comment"),
                Case.of("star", 2301, "*.example {ed25519}"),
                Case.of("question mark", 2301, "bo?.example {ed25519}"),
                Case.of("negated", 2301, "*.example,!box.example {ed25519}"),
                Case.of("negated first, another key", 2301, "!box.example,*.example {ca}"),
                Case.of("another name negated", 2301, "*.example,!bad.example {ed25519}"),
                Case.of("nothing but a negation", 2301, "!bad.example {ed25519}"),
                Case.of("hashed", 2301, hashed + " {ed25519}"),
                Case.of("hashed and changed", 2301, hashed + " {ca}"),
                Case.of("broken hash", 2301, "|1|broken {ca}"),
                Case.byPort("port", 2301, "[box.example]:2301 {ed25519}"),
                Case.byPort("port, changed", 2301, "[box.example]:2301 {ca}"),
                Case.byPort("another port", 2301, "[box.example]:2302 {ca}"),
                Case.byPort("port changed, bare name right", 2301, "[box.example]:2301 {ca}\nbox.example {ed25519}"),
                Case.byPort("bare name", 2301, "box.example {ed25519}"),
                Case.byPort("bare name, another key", 2301, "box.example {ca}"),
                Case.byPort("port patterns", 2301, "[*.example]:* {ed25519}"),
                Case.byPort("port patterns, negated", 2301, "[*.example]:*,![box.example]:2301 {ed25519}"),
                Case.of("wrong line, then right one", 2301, "box.example {ca}\nbox.example {ed25519}"),
                Case.of("rsa known, server prefers ed25519", 2301, "box.example {rsa}"),
                Case.of("ecdsa known, server prefers ed25519", 2301, "box.example {ecdsa}"),
                Case.of("another type known than the server has", 2302, "box.example {ed25519}"),
                Case.of("revoked before", 2301, "@revoked * {ed25519}\nbox.example {ed25519}"),
                Case.of("revoked behind", 2301, "box.example {ed25519}\n@revoked box.example {ed25519}"),
                Case.of("another key revoked", 2301, "@revoked * {ca}\nbox.example {ed25519}"),
                Case.of("revoked for another host", 2301, "@revoked x.example {ed25519}\nbox.example {ed25519}"),
                Case.of("authority", 2303, "@cert-authority *.example {ca}"),
                Case.of("another authority", 2303, "@cert-authority *.example {otherca}"),
                Case.of("another authority, plain key known", 2303, "@cert-authority * {otherca}\nbox.example {cert}"),
                Case.of("authority of a plain server", 2301, "@cert-authority *.example {ca}"),
                Case.of("authority, rsa", 2304, "@cert-authority *.example {ca}"),
                Case.of("certificate, plain key known", 2303, "box.example {cert}"),
                Case.of("certificate over", 2305, "@cert-authority *.example {ca}"),
                Case.of("certificate over, plain key known", 2305, "@cert-authority * {ca}\nbox.example {expired}"),
                Case.of("certificate for another name", 2306, "@cert-authority *.example {ca}"),
                Case.of("authority revoked", 2303, "@revoked * {ca}\n@cert-authority * {ca}"),
                Case.of("certified key revoked", 2303, "@revoked * {cert}\n@cert-authority * {ca}"),
                Case.byPort("authority by port", 2303, "@cert-authority [box.example]:2303 {ca}"),
                Case.byPort("authority by bare name", 2303, "@cert-authority box.example {ca}"),
                Case.of("unknown marker", 2301, "@strange box.example {ca}"),
                Case.of("comment", 2301, "# box.example {ca}"),
                Case.of("no base64, then right", 2301, "box.example ssh-ed25519 !!!!\nbox.example {ed25519}"),
                Case.of("type of another key", 2301, "box.example ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA=="),
                Case.of("cut off", 2301, "box.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=="),
                new Case("in the second file", 2301, true, "", "box.example {ed25519}", ""),
                new Case("in the global file", 2301, true, "", "", "box.example {ed25519}"),
                new Case(
                        "changed, but right in the global file",
                        2301,
                        true,
                        "box.example {ca}",
                        "",
                        "*.example {ed25519}"),
                new Case("changed in the global file", 2301, true, "", "", "box.example {ca}"),
                new Case(
                        "revoked in the global file", 2301, true, "box.example {ed25519}", "", "@revoked * {ed25519}"));
    }

    /** What came of it: the end and the user's file, since accept-new adds what is unknown and refuses what changed. */
    private record End(boolean connected, String known) {}

    @ParameterizedTest
    @MethodSource("cases")
    void endsAsWithSsh(Case known) throws Exception {
        assertEquals(
                ssh(configuration(known, "ssh", "accept-new"), "ssh"),
                berth(configuration(known, "berth", "accept-new"), "berth"));
    }

    @Test
    void connectsByKeyToAChangedHostWhereStrictHostKeyCheckingIsNo() throws Exception {
        Case changed = Case.of("changed", 2301, "box.example {ca}");

        End end = berth(configuration(changed, "berth", "no"), "berth");

        assertEquals(ssh(configuration(changed, "ssh", "no"), "ssh"), end);
        assertTrue(end.connected());
    }

    @Test
    void addsTheHashedNameThatSshFinds() throws Exception {
        Case nothing = Case.of("nothing", 2301, "");
        assertTrue(berth(configuration(nothing, "berth", "accept-new", "HashKnownHosts yes"), "berth")
                .connected());
        String added = read("berth");

        assertTrue(added.startsWith("|1|"), added);
        Path strict = configuration(Case.of("added", 2301, added), "ssh", "yes");
        assertEquals(new End(true, added), ssh(strict, "ssh"));
    }

    @Test
    void namesTheJumpHostWhoseKeyIsUnknown() throws Exception {
        Path far = configuration(Case.of("far", 2301, "box.example {ed25519}"), "far", "ask");
        Files.writeString(
                far,
                Files.readString(far).replaceFirst("  ProxyCommand.*\n", "  ProxyJump door\n")
                        + "Host door\n  HostName " + address + "\n  Port 2302\n  User dev\n  IdentityFile " + identity
                        + "\n  UserKnownHostsFile " + folder.resolve("door") + "\n  GlobalKnownHostsFile /dev/null\n");
        Person person = new Person(new Question.Answer.Refuse());

        Destination destination = new SshConfiguration(far).resolve("box", ENVIRONMENT);
        ProblemException refused = org.junit.jupiter.api.Assertions.assertThrows(
                ProblemException.class, () -> SshjDialer.dial(destination, ENVIRONMENT, person, CommandJournal.NONE));

        assertEquals("door", person.keys.getFirst().jump());
        assertEquals(address + ":2302", person.keys.getFirst().server());
        assertTrue(refused.getMessage().contains("of door"), refused.getMessage());
    }

    /** The server ends a login after six seconds; the person answers when it has. */
    private final class SlowPerson extends Person {
        SlowPerson() {
            super(Person.says("right horse"));
        }

        @Override
        public @Nullable Secret credential(String server, String prompt, boolean echo, @Nullable String problem)
                throws ProblemException {
            try {
                Lab.run(
                        "exec",
                        BOX,
                        "timeout 60 tail -n +1 -f /var/log/sshd-hasty.log"
                                + " | grep -m 1 -q 'Timeout before authentication'");
            } catch (IOException stillThere) {
                throw new UncheckedIOException(stillThere);
            }
            return super.credential(server, prompt, echo, problem);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "keyboard-interactive"})
    void keepsTheAnswerWhereTheHostDroppedTheLoginMeanwhile(String method) throws Exception {
        Lab.run("exec", BOX, ": >/var/log/sshd-hasty.log");
        Path hasty = configuration(
                Case.of("hasty", 2307, "box.example {ed25519}"), "hasty", "yes", "PreferredAuthentications " + method);
        Files.writeString(
                hasty,
                Files.readString(hasty).replace("User dev", "User pat").replace("BatchMode yes", "BatchMode no"));
        Person person = new SlowPerson();

        Destination destination = new SshConfiguration(hasty).resolve("box", ENVIRONMENT);
        try (Link link = SshjDialer.dial(destination, ENVIRONMENT, person, CommandJournal.NONE)) {
            assertEquals(
                    "pat\n",
                    link.run(Command.of("id", "-un"), Duration.ofSeconds(90)).out());
        }

        assertEquals(1, person.asked.size());
    }

    private Path configuration(Case known, String who, String strict, String... more) throws IOException {
        Path at = Files.createDirectories(folder.resolve(who));
        List<String> lines = new ArrayList<>(List.of(
                "Host box",
                "HostName box.example",
                "Port " + known.port(),
                "User dev",
                "IdentityFile " + identity,
                "IdentitiesOnly yes",
                "BatchMode yes",
                "ProxyCommand busybox nc " + address + " " + known.port(),
                "UserKnownHostsFile " + write(at.resolve("known"), known.known()) + " "
                        + write(at.resolve("second"), known.second()),
                "GlobalKnownHostsFile " + write(at.resolve("global"), known.global()),
                "StrictHostKeyChecking " + strict));
        lines.addAll(List.of(more));
        if (known.alias()) {
            lines.add("HostKeyAlias box.example");
        }
        return Files.writeString(at.resolve("config"), String.join("\n  ", lines) + "\n");
    }

    private static Path write(Path file, String text) throws IOException {
        String filled = text;
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            filled = filled.replace("{" + key.getKey() + "}", key.getValue());
        }
        return Files.writeString(file, filled.isEmpty() || filled.endsWith("\n") ? filled : filled + "\n");
    }

    private String read(String who) throws IOException {
        return Files.readString(folder.resolve(who).resolve("known"));
    }

    private End ssh(Path configuration, String who) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("ssh", "-F", configuration.toString(), "box", "true");
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        boolean refused = said.contains("Host key verification failed");
        assertTrue(exit == 0 || refused, said);
        return new End(!refused, read(who));
    }

    private End berth(Path configuration, String who) throws Exception {
        Destination destination = new SshConfiguration(configuration).resolve("box", ENVIRONMENT);
        boolean connected = true;
        try {
            SshjDialer.dial(destination, ENVIRONMENT, new Person(), CommandJournal.NONE)
                    .close();
        } catch (ProblemException refused) {
            assertTrue(
                    refused.problem().code().word().startsWith("host-key"),
                    refused.problem().sentence());
            connected = false;
        }
        return new End(connected, read(who));
    }
}
