package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.api.HostFact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

    @TempDir
    private Path folder;

    private List<HostFact> describe(String text) throws Exception {
        Assumptions.assumeTrue(ConfigurationCommand.client(ENVIRONMENT) != null, "no OpenSSH client here");
        Path file = Files.writeString(folder.resolve("config"), text);
        return Description.of(new SshConfiguration(file).resolve("box", ENVIRONMENT), ENVIRONMENT);
    }

    private static List<String> of(List<HostFact> facts, String topic) {
        return facts.stream()
                .filter(fact -> fact.topic().equals(topic))
                .map(HostFact::text)
                .toList();
    }

    @Test
    void tellsWhichLinesApply() throws Exception {
        Assumptions.assumeTrue(ConfigurationCommand.client(ENVIRONMENT) != null, "no OpenSSH client here");
        Path more = Files.writeString(folder.resolve("more"), "# mine\nHost b*\n  Port 2222\n");
        Path file = Files.writeString(
                folder.resolve("config"), "Include " + more + "\nHost other\n  User me\nHost box door\n  User me\n");

        assertEquals(
                List.of(more + " line 2: Host b*", file + " line 4: Host box"),
                new SshConfiguration(file).origins("box", ENVIRONMENT));
    }

    @Test
    void tellsKeysWithTypeAndWhetherTheyAreThere() throws Exception {
        Path plain = KeyGen.make(folder.resolve("plain"), "ed25519");
        Path locked = KeyGen.make(folder.resolve("locked"), "rsa");
        KeyGen.run("ssh-keygen", "-q", "-p", "-P", "", "-N", "sesame", "-f", locked.toString());
        KeyGen.run(
                "ssh-keygen",
                "-q",
                "-s",
                plain.toString(),
                "-I",
                "me",
                KeyGen.pub(locked).toString());
        Path half = Files.move(KeyGen.pub(plain), folder.resolve("half.pub"));
        Path gone = folder.resolve("gone");
        try (SshAgentProcess agent = new SshAgentProcess(folder)) {
            agent.add(plain);

            List<HostFact> facts = describe("""
                    Host box
                      HostName 10.0.0.1
                      User me
                      ProxyJump door
                      IdentityFile %s
                      IdentityFile %s
                      IdentityFile %s
                      IdentityFile %s
                      IdentityAgent %s
                      Ciphers 3des-cbc
                    Host door
                      HostName 10.0.0.2
                      User guard
                    """.formatted(plain, locked, half, gone, agent.socket()));

            assertEquals(
                    List.of(
                            plain + ": ssh-ed25519",
                            locked + ": ssh-rsa, with a passphrase, with a certificate",
                            half + ": ssh-ed25519, public half only",
                            gone + ": missing"),
                    of(facts, "Identity file"));
            assertEquals(List.of(agent.socket() + " (IdentityAgent): 1 key"), of(facts, "Agent"));
            assertEquals(List.of("door (guard@10.0.0.2:22)"), of(facts, "Jump host"));
            assertEquals(List.of("ciphers 3des-cbc"), of(facts, "Only OpenSSH"));
            assertFalse(facts.stream().anyMatch(fact -> fact.topic().equals("Ciphers")));
        }
    }

    @Test
    void saysNothingOfUsualKeysThatAreNotThere() throws Exception {
        List<HostFact> facts = describe("Host box\n  HostName 10.0.0.1\n");

        assertFalse(of(facts, "Identity file").stream().anyMatch(text -> text.endsWith("missing")), facts.toString());
    }
}
