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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreeing with OpenSSH's server on algorithms, newest and oldest. */
@Timeout(600)
class KeyExchangeIT {
    private static final int PORT = 2311;

    /** What OpenSSH 7.4 offered, as far as a server of today still can. */
    private static final String[] OPENSSH_7_4 = {
        "KexAlgorithms=curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
                + "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group14-sha1",
        "HostKeyAlgorithms=ssh-rsa,rsa-sha2-512,rsa-sha2-256",
        "Ciphers=chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-cbc",
        "MACs=umac-64-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1",
        "PubkeyAcceptedAlgorithms=ssh-ed25519,ssh-rsa,rsa-sha2-512,rsa-sha2-256"
    };

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTheLab() {
        Lab.assumeUp();
    }

    private Link dial(BoxSshd sshd, String... lines) throws Exception {
        String text = sshd.host("box", lines) + "  IdentityFile " + BoxSshd.key() + "\n";
        Path file = Files.writeString(folder.resolve("config"), text);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        Destination box = new SshConfiguration(file).resolve("box", environment);
        return SshjDialer.dial(box, environment, new Person(), CommandJournal.NONE);
    }

    private static void works(Link link) throws Exception {
        List<String> argv = List.of("seq", "1", "20000");
        String out = link.run(new Command(argv), Duration.ofSeconds(90)).out();
        assertEquals(20_000, out.lines().count());
    }

    @Test
    void agreesWithAServerThatAllowsThePostQuantumExchangeOnly() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "KexAlgorithms=" + HybridKeyExchange.NAME)) {
            // the secret's first byte is zero, or has its first bit set, in half of all exchanges
            for (int i = 0; i < 12; i++) {
                try (Link link = dial(sshd)) {
                    works(link);
                }
            }
        }
    }

    @Test
    void changesKeysUnderWay() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "KexAlgorithms=" + HybridKeyExchange.NAME, "RekeyLimit=32K");
                Link link = dial(sshd)) {
            for (int i = 0; i < 12; i++) {
                works(link);
            }
        }
    }

    @Test
    void prefersThePostQuantumExchange() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "LogLevel=DEBUG1");
                Link link = dial(sshd)) {
            works(link);
            assertTrue(sshd.log().contains("kex: algorithm: " + HybridKeyExchange.NAME), sshd.log());
        }
    }

    @Test
    void checksACertificateOfTheHostInThePostQuantumExchange() throws Exception {
        Path authority = KeyGen.make(folder.resolve("ca"), "ed25519");
        Path host = KeyGen.make(folder.resolve("host"), "ed25519");
        String trust = "@cert-authority * " + Files.readString(KeyGen.pub(authority));
        String known = "UserKnownHostsFile " + Files.writeString(folder.resolve("known_hosts"), trust);
        for (String principal : List.of(BoxSshd.address(), "elsewhere.example")) {
            KeyGen.run("ssh-keygen", "-q", "-s", authority + "", "-I", "host", "-h", "-n", principal, host + ".pub");
            try (BoxSshd sshd = BoxSshd.start(
                    PORT,
                    "KexAlgorithms=" + HybridKeyExchange.NAME,
                    "HostKey=" + BoxSshd.put("berth_host", Files.readString(host), "600"),
                    "HostCertificate="
                            + BoxSshd.put("berth_host-cert.pub", Files.readString(KeyGen.certificate(host)), "644"))) {
                if (principal.equals("elsewhere.example")) {
                    ProblemException refused = assertThrows(
                            ProblemException.class, () -> dial(sshd, known).close());
                    // as with ssh, the key itself counts then, which nobody knows
                    assertEquals(Code.ANSWER_NEEDED, refused.problem().code());
                } else {
                    try (Link link = dial(sshd, known)) {
                        works(link);
                    }
                }
            }
        }
    }

    @Test
    void agreesWithAServerAsOldAsOpenSsh74() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, OPENSSH_7_4);
                Link link = dial(sshd)) {
            works(link);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curve25519-sha256",
                "curve25519-sha256@libssh.org",
                "ecdh-sha2-nistp256",
                "ecdh-sha2-nistp384",
                "ecdh-sha2-nistp521",
                "diffie-hellman-group-exchange-sha256",
                "diffie-hellman-group14-sha256",
                "diffie-hellman-group16-sha512",
                "diffie-hellman-group18-sha512"
            })
    void agreesByEachClassicalExchange(String exchange) throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "KexAlgorithms=" + exchange);
                Link link = dial(sshd)) {
            works(link);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ciphers chacha20-poly1305@openssh.com",
                "Ciphers aes256-gcm@openssh.com",
                "Ciphers aes192-ctr",
                "MACs hmac-sha2-512",
                "KexAlgorithms ecdh-sha2-nistp384",
                "HostKeyAlgorithms rsa-sha2-512"
            })
    void usesTheAlgorithmTheUserChose(String choice) throws Exception {
        String wanted = choice.split(" ", 2)[1];
        String[] options = choice.startsWith("MACs")
                ? new String[] {"LogLevel=DEBUG1", "Ciphers=aes128-ctr"}
                : new String[] {"LogLevel=DEBUG1"};
        try (BoxSshd sshd = BoxSshd.start(PORT, options);
                Link link = dial(sshd, choice)) {
            works(link);
            String agreed = sshd.log()
                    .lines()
                    .filter(line -> line.contains("kex: "))
                    .toList()
                    .toString();
            assertTrue(agreed.contains(wanted), agreed);
        }
    }

    @Test
    void saysThatNoAlgorithmIsShared() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "KexAlgorithms=diffie-hellman-group1-sha1")) {
            Problem problem = assertThrows(
                            ProblemException.class, () -> dial(sshd).close())
                    .problem();

            assertEquals(Code.NO_SHARED_ALGORITHM, problem.code());
            assertTrue(problem.message().contains("no algorithm in common"), problem.message());
        }
    }
}
