package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import dev.berth.ssh.BoxSshd;
import dev.berth.ssh.KeyGen;
import dev.berth.ssh.SshAgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins by what is neither a key file nor a password, at a real sshd: smart cards, tickets, security keys. */
@Timeout(600)
class TokenLoginsIT {
    private static final int PORT = 2315;
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

    /** A server that accepts that key alone. */
    private static BoxSshd accepting(String publicKey) throws IOException {
        return BoxSshd.start(
                PORT,
                "StrictModes=no",
                "AuthorizedKeysFile=" + BoxSshd.put("berth_keys", publicKey, "644"),
                "PasswordAuthentication=no",
                "KbdInteractiveAuthentication=no",
                "LogLevel=VERBOSE");
    }

    private BerthProgram world(BoxSshd sshd, Map<String, String> environment, String... lines) throws IOException {
        BerthProgram world = new BerthProgram(Files.writeString(folder.resolve("config"), sshd.host("box", lines)));
        environment.forEach(world::with);
        berth = world;
        return world;
    }

    /** With IdentitiesOnly ssh takes no key of a card whose public half no IdentityFile has. */
    private BerthProgram cardWorld(BoxSshd sshd, SoftToken token) throws IOException {
        return world(sshd, token.environment(), "PKCS11Provider " + token.module(), "IdentitiesOnly no");
    }

    private static Map<String, Object> box(BerthProgram world) throws Exception {
        return world.run("hosts", "--json").ok().rows().getFirst();
    }

    private static void isUp(BerthProgram world, String link) throws Exception {
        Map<String, Object> host = box(world);
        assertEquals("up", host.get("state"));
        assertEquals(link, host.get("link"));
        assertEquals("pat\n", world.run("exec", "box", "--", "id", "-un").ok().out());
    }

    private static long logins(BoxSshd sshd) throws IOException {
        return sshd.log()
                .lines()
                .filter(line -> line.contains("Connection from "))
                .count();
    }

    @Test
    void aSmartCardAsksForItsPin() throws Exception {
        SoftToken token = SoftToken.make(folder);
        try (BoxSshd sshd = accepting(token.publicKey())) {
            BerthProgram world = cardWorld(sshd, token);

            world.run("connect", "box", "--no-input").fails(4, "PIN");
            try (PtySession terminal = world.screen(110, 30, "connect", "box")) {
                terminal.await("PIN", SOON);
                terminal.await(SoftToken.LABEL, SOON);
                terminal.send(SoftToken.PIN + "\r");
                assertEquals(0, terminal.exitCode(SOON), terminal::text);
                assertTrue(!terminal.rawOutput().contains(SoftToken.PIN), "the PIN was shown");
            }

            isUp(world, "mux");
            assertTrue(sshd.log().contains("Accepted publickey for pat"), sshd.log());
        }
    }

    /** A card whose person is gone is not tried again: a few wrong PINs would lock it. */
    @Test
    void aLostSessionOfASmartCardWaitsForItsPerson() throws Exception {
        SoftToken token = SoftToken.make(folder);
        try (BoxSshd sshd = accepting(token.publicKey())) {
            BerthProgram world = cardWorld(sshd, token);
            try (PtySession terminal = world.screen(110, 30, "connect", "box")) {
                terminal.await("PIN", SOON);
                terminal.send(SoftToken.PIN + "\r");
                assertEquals(0, terminal.exitCode(SOON), terminal::text);
            }
            long before = logins(sshd);

            Lab.run("exec", "bare", "pkill -KILL -u pat");

            try (PtySession waiting = world.screen(110, 30)) {
                waiting.await("needs answer", SOON);
            }
            assertEquals(before, logins(sshd));
        }
    }

    @Test
    void aSmartCardInTheAgentAsksNobody() throws Exception {
        SoftToken token = SoftToken.make(folder);
        try (BoxSshd sshd = accepting(token.publicKey());
                SshAgentProcess agent = new SshAgentProcess(folder, token.environment())) {
            Path pin = executable("#!/bin/sh\necho " + SoftToken.PIN + "\n");
            Map<String, String> asking = Map.of(
                    "SSH_AUTH_SOCK",
                    agent.socket().toString(),
                    "SSH_ASKPASS",
                    pin.toString(),
                    "SSH_ASKPASS_REQUIRE",
                    "force");
            KeyGen.run(asking, "ssh-add", "-s", token.module().toRealPath().toString());
            BerthProgram world = world(
                    sshd, Map.of("SSH_AUTH_SOCK", agent.socket().toString()), "IdentitiesOnly no", "IdentityFile none");

            world.run("connect", "box", "--no-input").ok();

            isUp(world, "sshj");
        }
    }

    @Test
    void aTicketLogsInAndAsksNobody() throws Exception {
        try (Kerberos kerberos = Kerberos.start(folder, "pat", BoxSshd.address());
                BoxSshd sshd = BoxSshd.start(
                        PORT,
                        "GSSAPIAuthentication=yes",
                        "GSSAPIStrictAcceptorCheck=no",
                        "PubkeyAuthentication=no",
                        "PasswordAuthentication=no",
                        "KbdInteractiveAuthentication=no",
                        "LogLevel=VERBOSE")) {
            BerthProgram world = world(sshd, kerberos.environment(), "GSSAPIAuthentication yes", "IdentityFile none");
            world.run("connect", "box", "--no-input").fails(5, "refused the login");

            kerberos.signIn("pat");
            world.run("connect", "box", "--no-input").ok();

            isUp(world, "mux");
            assertTrue(sshd.log().contains("Accepted gssapi-with-mic for pat"), sshd.log());
        }
    }

    @Test
    void aSecurityKeyOfTheAgentLogsIn() throws Exception {
        Path socket = folder.resolve("a");
        try (SecurityKeyAgent agent = new SecurityKeyAgent(socket);
                BoxSshd sshd = accepting(agent.publicKey())) {
            Path file = agent.keyFile(folder.resolve("id_sk"));
            Map<String, String> environment = Map.of("SSH_AUTH_SOCK", socket.toString());
            BerthProgram world = world(sshd, environment, "IdentityFile " + file);

            world.run("connect", "box", "--no-input").ok();

            isUp(world, "sshj");
            assertEquals(1, agent.signatures());
            assertTrue(sshd.log().contains("ED25519-SK"), sshd.log());
        }
    }

    /** Whatever asks next brings the address of the new agent along. */
    @Test
    void anSshAgentThatWasRestartedServesTheNextDial() throws Exception {
        Path key = KeyGen.make(folder.resolve("key"), "ed25519");
        try (BoxSshd sshd = accepting(Files.readString(KeyGen.pub(key)))) {
            BerthProgram world;
            try (SshAgentProcess first = new SshAgentProcess(Files.createDirectory(folder.resolve("first")))) {
                first.add(key);
                world = world(
                        sshd,
                        Map.of("SSH_AUTH_SOCK", first.socket().toString()),
                        "IdentitiesOnly no",
                        "IdentityFile none");
                world.run("connect", "box").ok();
            }
            try (SshAgentProcess second = new SshAgentProcess(Files.createDirectory(folder.resolve("second")))) {
                second.add(key);
                world.with("SSH_AUTH_SOCK", second.socket().toString())
                        .run("hosts")
                        .ok();
                long before = logins(sshd);

                Lab.run("exec", "bare", "pkill -KILL -u pat");

                Watching.await("it is dialled anew", SOON, () -> logins(sshd) > before);
                Watching.await("it is up", SOON, () -> "up".equals(box(world).get("state")));
                isUp(world, "sshj");
            }
        }
    }

    /** A second factor is given to ssh once a host; Berth goes through what ssh has open. */
    @Test
    void thirtyHostsBehindTwoQuestionsWithLiveMastersAskNobody() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(
                PORT,
                "UsePAM=yes",
                "PAMServiceName=two-questions",
                "PasswordAuthentication=no",
                "PubkeyAuthentication=no",
                "MaxStartups=100",
                "LogLevel=VERBOSE")) {
            List<String> hosts = IntStream.range(0, 30).mapToObj(i -> "box" + i).toList();
            StringBuilder config = new StringBuilder();
            for (String host : hosts) {
                config.append(sshd.host(host, "ControlPath " + folder + "/%n"));
            }
            Path file = Files.writeString(folder.resolve("config"), config);
            Path answers = executable("""
                    #!/bin/sh
                    case $1 in *e-mail*) echo 123456@token;; *) echo %s;; esac
                    """.formatted(BoxSshd.PASSWORD));
            Map<String, String> asking = Map.of("SSH_ASKPASS", answers.toString(), "SSH_ASKPASS_REQUIRE", "force");
            try {
                List<Process> masters = new ArrayList<>();
                for (String host : hosts) {
                    masters.add(ssh(asking, file, "-M", "-N", "-f", host));
                }
                for (Process master : masters) {
                    assertEquals(0, master.waitFor());
                }
                assertEquals(hosts.size(), logins(sshd));
                berth = new BerthProgram(file);
                List<String> connect = new ArrayList<>(List.of("connect", "--no-input"));
                connect.addAll(hosts);

                berth.run(connect.toArray(String[]::new)).ok();

                assertTrue(berth.run("hosts", "--json").ok().rows().stream()
                        .allMatch(host -> "local".equals(host.get("host")) || "mux".equals(host.get("link"))));
                assertEquals(hosts.size(), logins(sshd));
            } finally {
                for (String host : hosts) {
                    ssh(asking, file, "-O", "exit", host).waitFor();
                }
            }
        }
    }

    private static Process ssh(Map<String, String> environment, Path config, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("ssh", "-F", config.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private Path executable(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("askpass"), script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
