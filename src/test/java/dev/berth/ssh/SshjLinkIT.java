package dev.berth.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.link.ByteStream;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.LinkContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract over OpenSSH's own server. */
class SshjLinkIT extends LinkContract {
    @BeforeAll
    static void needsTheLab() {
        Lab.assumeUp();
    }

    @Override
    protected Link open() throws Exception {
        Destination box = new SshConfiguration(Lab.sshConfig()).resolve("gpu1", System.getenv());
        return SshjDialer.dial(box, System.getenv(), new Person(), CommandJournal.NONE);
    }

    @Test
    void reachesDockerOnItsUnixSocket() throws Exception {
        try (ByteStream docker = link().unix("/var/run/docker.sock")) {
            docker.output().write("GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            String answer = new String(docker.input().readAllBytes(), UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertEquals("OK", answer.substring(answer.length() - 2));
        }
    }
}
