package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.hostkey.StrictHostKeyChecking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedLineTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ssh root@1.2.3.4, root@1.2.3.4",
        "ssh -p 40123 root@1.2.3.4, root@1.2.3.4:40123",
        "ssh -p40123 -i ~/key root@1.2.3.4, root@1.2.3.4:40123",
        "ssh root@1.2.3.4 -p 22001 -i ~/.ssh/id_ed25519, root@1.2.3.4:22001",
        "ssh -p 40123 root@ssh5.example.com -L 8080:localhost:8080, root@ssh5.example.com:40123",
        "ssh -l ubuntu -p 22 box, ubuntu@box",
        "ssh -4tp 2222 root@[::1], root@[::1]:2222",
        "ssh ssh://root@box:2200, root@box:2200"
    })
    void givesAShortName(String line, String name) throws Exception {
        assertEquals(name, PastedLine.parse(line, null).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ssh -p 22", "ssh root@box nvidia-smi", "ssh -W a:1 box", "ssh root@box -p", "ssh -O exit box"})
    void refusesWhatIsNoHost(String line) {
        ProblemException problem = assertThrows(ProblemException.class, () -> PastedLine.parse(line, null));

        assertEquals(Code.USAGE, problem.problem().code());
    }

    @Test
    void resolvesWithTheVeryOptionsOfTheLine() throws Exception {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "PWD", folder.toString());
        Assumptions.assumeTrue(ConfigurationCommand.client(environment) != null, "no OpenSSH client here");
        Path config = Files.writeString(
                folder.resolve("config"),
                "Host door\n HostName 10.0.0.9\n User guard\nHost *\n ServerAliveInterval 7\n");
        Files.writeString(folder.resolve("the key"), "");
        SshConfiguration configuration = new SshConfiguration(config);
        String line = "ssh -p 40123 -i 'the key' -J door -o \"StrictHostKeyChecking=accept-new\" -o IdentitiesOnly=yes"
                + " root@1.2.3.4 -L 8080:localhost:8080 -N";

        String name = configuration.name(line, environment);
        Destination box = configuration.resolve(name, environment);

        assertEquals("root@1.2.3.4:40123", name);
        assertEquals("root@1.2.3.4:40123", box.who());
        assertEquals(List.of(folder.resolve("the key")), box.identityFiles());
        assertTrue(box.identitiesOnly());
        assertEquals(StrictHostKeyChecking.ACCEPT_NEW, box.strict());
        assertEquals("guard@10.0.0.9:22", box.jumps().getFirst().server());
        assertTrue(configuration.knows(name));
    }

    @Test
    void leavesOtherWordsAlone() throws Exception {
        SshConfiguration configuration = new SshConfiguration(folder.resolve("none"));

        assertEquals("sshbox", configuration.name("sshbox", Map.of()));
        assertFalse(configuration.knows("sshbox"));
    }
}
