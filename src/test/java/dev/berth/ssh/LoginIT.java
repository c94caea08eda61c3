package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.lab.Lab;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way of logging in that OpenSSH's server has, with a configuration as a person writes it. */
@Timeout(600)
class LoginIT {
    private static final int PORT = 2312;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));

    /** More hosts of the configuration. */
    private String others = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTheLab() {
        Lab.assumeUp();
    }

    private Link dial(BoxSshd sshd, Questioner person, String... lines) throws Exception {
        Path file = Files.writeString(folder.resolve("config"), sshd.host("box", lines) + others);
        Destination box = new SshConfiguration(file).resolve("box", environment);
        return SshjDialer.dial(box, environment, person, CommandJournal.NONE);
    }

    private static void works(Link link) throws IOException {
        assertEquals(
                "pat\n",
                link.run(Command.of("id", "-un"), Duration.ofSeconds(90)).out());
    }

    private void logsIn(BoxSshd sshd, Person person, String... lines) throws Exception {
        try (Link link = dial(sshd, person, lines)) {
            works(link);
        }
    }

    private Problem problem(BoxSshd sshd, Person person, String... lines) {
        return assertThrows(
                        ProblemException.class, () -> dial(sshd, person, lines).close())
                .problem();
    }

    /** A server that accepts those keys alone. */
    private static BoxSshd accepting(Path key, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("StrictModes=no");
        options.add("AuthorizedKeysFile=" + BoxSshd.put("berth_keys", Files.readString(KeyGen.pub(key)), "644"));
        return BoxSshd.start(PORT, options.toArray(String[]::new));
    }

    private static String identity(Path key) {
        return "IdentityFile " + key;
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, OPENSSH",
        "ecdsa, OPENSSH",
        "rsa, OPENSSH",
        "rsa, PEM",
        "ecdsa, PEM",
        "rsa, PKCS8",
        "ecdsa, PKCS8"
    })
    void takesAKeyFileOfEachFormPlainAndEncrypted(String type, String form) throws Exception {
        Path key = KeyGen.make(folder.resolve("id"), type);
        try (BoxSshd sshd = accepting(key, "PasswordAuthentication=no")) {
            if (!form.equals("OPENSSH")) {
                KeyGen.run("ssh-keygen", "-q", "-p", "-m", form, "-P", "", "-N", "", "-f", key.toString());
            }
            logsIn(sshd, new Person(), identity(key));

            String passphrase = "sésame ouvre toi";
            String[] change = {"ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", key.toString()};
            List<String> argv = new ArrayList<>(List.of(change));
            if (!form.equals("OPENSSH")) {
                argv.addAll(List.of("-m", form));
            }
            KeyGen.run(argv.toArray(String[]::new));
            Person person = new Person(Person.says("wrong"), Person.says("wronger"), Person.says(passphrase));
            logsIn(sshd, person, identity(key));

            assertEquals(3, person.asked.size(), person.asked.toString());
            Files.delete(KeyGen.pub(key));
            logsIn(sshd, new Person(Person.says(passphrase)), identity(key));
        }
    }

    @Test
    void takesAnEd25519KeyAsOpensslWritesIt() throws Exception {
        String plain = folder.resolve("plain").toString();
        String locked = folder.resolve("locked").toString();
        KeyGen.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", plain);
        KeyGen.run("openssl", "pkcs8", "-topk8", "-in", plain, "-passout", "pass:sesame", "-out", locked);
        KeyGen.run("openssl", "pkey", "-in", plain, "-pubout", "-outform", "DER", "-out", plain + ".der");
        byte[] der = Files.readAllBytes(Path.of(plain + ".der"));
        byte[] blob = new Buffer.PlainBuffer()
                .putString("ssh-ed25519")
                .putBytes(der, der.length - 32, 32)
                .getCompactData();
        String line = "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + "\n";
        Files.writeString(folder.resolve("half.pub"), line);
        try (BoxSshd sshd = accepting(folder.resolve("half"), "PasswordAuthentication=no")) {
            logsIn(sshd, new Person(), "IdentityFile " + plain);

            Person person = new Person(Person.says("open"), Person.says("sesame"));
            logsIn(sshd, person, "IdentityFile " + locked);
            assertEquals(2, person.asked.size(), person.asked.toString());
        }
    }

    @Test
    void givesUpAPassphraseAfterThreeTries() throws Exception {
        Path key = KeyGen.make(folder.resolve("id"), "ed25519");
        KeyGen.run("ssh-keygen", "-q", "-p", "-P", "", "-N", "sesame", "-f", key.toString());
        try (BoxSshd sshd = accepting(key, "PasswordAuthentication=no", "KbdInteractiveAuthentication=no")) {
            Person person = new Person(Person.says("a"), Person.says("b"), Person.says("c"), Person.says("d"));
            Problem problem = problem(sshd, person, identity(key));

            assertEquals(3, person.asked.size());
            assertTrue(problem.message().contains(key + " (no right passphrase)"), problem.message());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void takesACertificateByFileAndByAgent(String type) throws Exception {
        Path authority = KeyGen.make(folder.resolve("ca"), "ed25519");
        Path key = KeyGen.make(folder.resolve("id"), type);
        KeyGen.run(
                "ssh-keygen",
                "-q",
                "-s",
                authority.toString(),
                "-I",
                "pat",
                "-n",
                "pat",
                KeyGen.pub(key).toString());
        Path named = Files.move(KeyGen.certificate(key), folder.resolve("named.pub"));
        String trusted = "TrustedUserCAKeys=" + BoxSshd.put("berth_ca", Files.readString(KeyGen.pub(authority)), "644");
        try (BoxSshd sshd = BoxSshd.start(PORT, trusted, "AuthorizedKeysFile=none");
                SshAgentProcess agent = new SshAgentProcess(folder)) {
            logsIn(sshd, new Person(), identity(key), "CertificateFile " + named);

            // the agent has the key alone, the certificate is a file
            agent.add(key);
            Path away = Files.move(key, folder.resolve("away"));
            String socket = "IdentityAgent " + agent.socket();
            logsIn(sshd, new Person(), identity(key), socket, "CertificateFile " + named);

            Files.move(away, key);
            Files.copy(named, KeyGen.certificate(key));
            logsIn(sshd, new Person(), identity(key));

            // the agent has both
            agent.add(key);
            Files.delete(key);
            Files.delete(KeyGen.certificate(key));
            logsIn(sshd, new Person(), "IdentitiesOnly no", socket);
        }
    }

    @Test
    void saysWhichCertificateWasRefused() throws Exception {
        Path authority = KeyGen.make(folder.resolve("ca"), "ed25519");
        Path key = KeyGen.make(folder.resolve("id"), "ed25519");
        KeyGen.run(
                "ssh-keygen",
                "-q",
                "-s",
                authority.toString(),
                "-I",
                "pat",
                "-n",
                "pat",
                KeyGen.pub(key).toString());
        try (BoxSshd sshd = BoxSshd.start(
                PORT, "AuthorizedKeysFile=none", "PasswordAuthentication=no", "KbdInteractiveAuthentication=no")) {
            Problem problem = problem(sshd, new Person(), identity(key), "CertificateFile /no/such-cert.pub");

            assertTrue(
                    problem.message()
                            .contains("tried /no/such-cert.pub (can't be read), " + KeyGen.certificate(key) + ", " + key
                                    + ";"),
                    problem.message());
        }
    }

    @Test
    void asksBothQuestionsOfATwoFactorLogin() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(
                PORT,
                "UsePAM=yes",
                "PAMServiceName=two-questions",
                "PasswordAuthentication=no",
                "PubkeyAuthentication=no")) {
            Person person =
                    new Person(Person.says("wrong"), Person.says(BoxSshd.PASSWORD), Person.says("123456@token"));
            logsIn(sshd, person);

            assertEquals(3, person.asked.size(), person.asked.toString());
            assertTrue(
                    person.asked.get(1).contains("Password: | The host did not accept that."), person.asked.toString());
            assertTrue(
                    person.asked.get(2).endsWith("send your complete e-mail address as password."),
                    person.asked.toString());
        }
    }

    @Test
    void goesOnWithACodeAfterAKey() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "UsePAM=yes", "AuthenticationMethods=publickey,keyboard-interactive")) {
            Person person = new Person(Person.says(BoxSshd.PASSWORD));
            logsIn(sshd, person, identity(BoxSshd.key()));

            assertEquals(1, person.asked.size(), person.asked.toString());
        }
    }

    /** The server allows the key only once it has the password, although ssh would offer the key first. */
    @ParameterizedTest
    @ValueSource(strings = {"password,publickey", "keyboard-interactive,password", "password,keyboard-interactive"})
    void goesOnInWhateverOrderTheServerWants(String methods) throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "UsePAM=yes", "AuthenticationMethods=" + methods)) {
            logsIn(
                    sshd,
                    new Person(Person.says(BoxSshd.PASSWORD), Person.says(BoxSshd.PASSWORD)),
                    identity(BoxSshd.key()));
        }
    }

    @Test
    void givesTwoKeysToAServerThatWantsTwo() throws Exception {
        Path second = KeyGen.make(folder.resolve("second"), "ecdsa");
        String both = Files.readString(KeyGen.pub(BoxSshd.key())) + Files.readString(KeyGen.pub(second));
        try (BoxSshd sshd = BoxSshd.start(
                PORT,
                "StrictModes=no",
                "AuthorizedKeysFile=" + BoxSshd.put("berth_keys", both, "644"),
                "AuthenticationMethods=publickey,publickey")) {
            logsIn(sshd, new Person(), identity(BoxSshd.key()), identity(second));
        }
    }

    @Test
    void keepsToThePreferredMethods() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "UsePAM=yes", "LogLevel=VERBOSE")) {
            Person person = new Person(Person.says(BoxSshd.PASSWORD));
            logsIn(sshd, person, identity(BoxSshd.key()), "PreferredAuthentications password");

            assertTrue(sshd.log().contains("Accepted password for pat"), sshd.log());
        }
    }

    @Test
    void offersTheNamedKeyBeforeAnAgentFullOfOthers() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "PasswordAuthentication=no", "KbdInteractiveAuthentication=no");
                SshAgentProcess agent = new SshAgentProcess(folder)) {
            for (int i = 0; i < 8; i++) {
                agent.add(KeyGen.make(folder.resolve("other" + i), "ed25519"));
            }
            String socket = "IdentityAgent " + agent.socket();
            logsIn(sshd, new Person(), identity(BoxSshd.key()), "IdentitiesOnly no", socket);

            Path unknown = KeyGen.make(folder.resolve("unknown"), "ed25519");
            Problem problem = problem(sshd, new Person(), identity(unknown), "IdentitiesOnly no", socket);

            assertEquals(Code.AUTHENTICATION_FAILED, problem.code());
            assertTrue(
                    problem.message()
                            .contains("gave up after too many keys: tried " + unknown
                                    + ", ssh-agent with 5 keys and not 3 more keys of ssh-agent"),
                    problem.message());
        }
    }

    @Test
    void showsTheBanner() throws Exception {
        String banner = BoxSshd.put("berth_banner", "Authorised use only.\nAll is logged.\n", "644");
        try (BoxSshd sshd = BoxSshd.start(PORT, "Banner=" + banner)) {
            Person person = new Person();
            logsIn(sshd, person, identity(BoxSshd.key()));

            assertEquals(List.of("Authorised use only.\nAll is logged.\n"), person.told);
        }
    }

    @Test
    void comesFromTheAddressThatWasAskedFor() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "LogLevel=VERBOSE")) {
            Problem problem = problem(sshd, new Person(), identity(BoxSshd.key()), "BindAddress 192.0.2.1");
            assertTrue(
                    problem.message().contains("192.0.2.1 (BindAddress) is no address of this machine"),
                    problem.message());
            Problem none = problem(sshd, new Person(), identity(BoxSshd.key()), "BindInterface nope0");
            assertTrue(none.message().contains("nope0 (BindInterface) does not exist"), none.message());

            // a socket bound to the loopback can't reach the box, one bound to the box's network can
            assertEquals(
                    Code.HOST_UNREACHABLE,
                    problem(sshd, new Person(), identity(BoxSshd.key()), "BindInterface lo", "ConnectTimeout 2")
                            .code());
            String local = java.net.NetworkInterface.networkInterfaces()
                    .flatMap(java.net.NetworkInterface::inetAddresses)
                    .map(java.net.InetAddress::getHostAddress)
                    .filter(address -> address.startsWith(network()))
                    .findFirst()
                    .orElseThrow();
            logsIn(sshd, new Person(), identity(BoxSshd.key()), "BindAddress " + local);
        }
    }

    private static String network() {
        try {
            return BoxSshd.address().replaceFirst("[0-9]+$", "");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void usesTheEnvironmentsAgentUnlessAnotherIsNamed() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "PasswordAuthentication=no", "KbdInteractiveAuthentication=no");
                SshAgentProcess agent = new SshAgentProcess(folder)) {
            agent.add(Files.copy(BoxSshd.key(), folder.resolve("copy")));
            environment.put("SSH_AUTH_SOCK", agent.socket().toString());

            logsIn(sshd, new Person(), "IdentitiesOnly no");
            assertEquals(
                    Code.AUTHENTICATION_FAILED,
                    problem(sshd, new Person(), "IdentitiesOnly no", "IdentityAgent none")
                            .code());
        }
    }

    @Test
    void findsTheHostsKeyInTheSecondFileAndUnderItsAlias() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT)) {
            Path empty = Files.createFile(folder.resolve("empty"));
            logsIn(
                    sshd,
                    new Person(),
                    identity(BoxSshd.key()),
                    "UserKnownHostsFile " + empty + " " + BoxSshd.knownHosts());

            Path pool = folder.resolve("pool");
            Files.writeString(
                    pool, Files.readString(BoxSshd.knownHosts()).replace(BoxSshd.address() + " ", "pool.example "));
            logsIn(
                    sshd,
                    new Person(),
                    identity(BoxSshd.key()),
                    "HostKeyAlias pool.example",
                    "UserKnownHostsFile " + pool);
        }
    }

    @Test
    void goesThroughJumpHostsAndProxyCommandsOfTheConfiguration() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT)) {
            Path lab = Lab.sshConfig();
            String key = identity(BoxSshd.key());
            others = Files.readString(lab)
                    .replace("Host gpu1\n", "Host first\n")
                    .replace("Host cpu1\n", "Host second\n");
            logsIn(sshd, new Person(), key, "ProxyJump first,second");
            logsIn(sshd, new Person(), key, "ProxyCommand ssh -F " + lab + " -W %h:%p -o User=dev gpu1");

            Problem broken = problem(sshd, new Person(), key, "ProxyCommand echo no way to %n as %r >&2; exit 1");
            assertEquals("box: its ProxyCommand ended without a connection: no way to box as pat", broken.message());
        }
    }
}
