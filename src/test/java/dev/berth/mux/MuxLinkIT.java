package dev.berth.mux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.LinkContract;
import dev.berth.link.ShellSettings;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract over a master that a user has running. */
class MuxLinkIT extends LinkContract {
    private static UserMaster master;

    @BeforeAll
    static void startTheUsersMaster() throws Exception {
        Lab.assumeUp();
        master = UserMaster.start("gpu1");
    }

    @AfterAll
    static void endTheUsersMaster() throws Exception {
        if (master != null) {
            master.close();
        }
    }

    @Override
    protected Link open() throws Exception {
        return Objects.requireNonNull(MuxDialer.live("gpu1", master.control(), UserMaster.PACE, ShellSettings.NONE));
    }

    /** OpenSSH's master ends both directions of a connection that it passes on. */
    @Override
    protected boolean takesAfterItsEnd() {
        return false;
    }

    @Test
    void leavesNothingBehindAndTheMasterAlive() throws Exception {
        Link own = open();
        own.start(Command.of("sleep", "4711"));
        int port = own.listen("127.0.0.1", 0, stream -> {}).port();
        own.close();

        Lab.run("exec", "gpu1", "for i in $(seq 900); do pgrep -f 'sleep 471[1]' || exit 0; sleep 0.1; done; exit 1");
        Lab.run(
                "exec",
                "gpu1",
                "for i in $(seq 900); do [ -n \"$(ss -Hltn 'sport = :" + port
                        + "')\" ] || exit 0; sleep 0.1; done; exit 1");
        assertTrue(master.ssh("-O", "check").contains("Master running"));
    }

    @Test
    void hangsUpACommandThatIsClosed() throws Exception {
        link().start(Command.of("sleep", "4712")).close();

        Lab.run("exec", "gpu1", "for i in $(seq 900); do pgrep -f 'sleep 471[2]' || exit 0; sleep 0.1; done; exit 1");
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
