package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.lab.Lab;
import dev.berth.ssh.BoxSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent outlives the shell that started it: what ssh runs for a connection finds the environment of who asks now. */
@Timeout(600)
class NewestClientIT {
    private static final int PORT = 2319;

    @TempDir
    private Path folder;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @Test
    void matchExecAndProxyCommandSeeTheEnvironmentOfWhoAsksNow() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT)) {
            String box = sshd.host("box", "IdentityFile " + BoxSshd.key(), "ProxyCommand false");
            Path config = Files.writeString(folder.resolve("config"), """
                    Match originalhost box exec "test x$PROFILE = xlab"
                        ProxyCommand socat - $CARRIER:%h:%p
                    """ + box);
            try (BerthProgram berth = new BerthProgram(config)) {
                berth.run("connect", "box", "--no-input").fails(5);

                berth.with("PROFILE", "lab").with("CARRIER", "TCP");
                berth.run("connect", "box", "--no-input").ok();

                assertEquals(
                        "pat\n",
                        berth.run("exec", "box", "--", "id", "-un").ok().out());
            }
        }
    }
}
