package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.FreeGpu;
import dev.berth.api.HostSnapshot;
import dev.berth.api.LinkKind;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.config.LinkChoice;
import dev.berth.config.LinkChoices;
import dev.berth.ssh.EmbeddedSshd;
import dev.berth.ssh.SshConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which link a host gets, with the user's own masters really running. */
@Timeout(120)
class LinkChoiceTest {
    private static final int MASTERS = 30;

    private final EmbeddedSshd sshd = new EmbeddedSshd();
    private final KeyPair key = EmbeddedSshd.newKey();
    private @Nullable LiveFleet fleet;
    private String path = System.getenv("PATH");

    @TempDir
    private Path home;

    /** A script: nobody to ask, so any question fails it. */
    private static final Fleet.Caller SCRIPT = new Fleet.Caller() {
        @Override
        public boolean answers() {
            return false;
        }

        @Override
        public void tell(Event event) {}
    };

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh")), "no OpenSSH client here");
        sshd.keysOnly().accepting(key.getPublic()).start();
        Path identity = EmbeddedSshd.write(key, home.resolve("id"), null);
        Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-------"));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MASTERS; i++) {
            text.append("Host box").append(i).append("\n  HostName 127.0.0.1\n");
        }
        text.append("Host asking\n  HostName 127.0.0.1\n  KnownHostsCommand /bin/cat ")
                .append(home.resolve("known_hosts"))
                .append("\nHost *\n  Port ")
                .append(sshd.port())
                .append("\n  User ")
                .append(EmbeddedSshd.USER)
                .append("\n  IdentitiesOnly yes\n  IdentityFile ")
                .append(identity)
                .append("\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking accept-new\n")
                .append("  UserKnownHostsFile ")
                .append(home.resolve("known_hosts"))
                .append("\n  ControlPath ")
                .append(home)
                .append("/%n\n");
        Files.writeString(config(), text);
    }

    @AfterEach
    void end() throws IOException {
        if (fleet != null) {
            fleet.close(Fleet.End.STOP);
        }
        sshd.close();
    }

    private Path config() {
        return home.resolve("config");
    }

    private void ssh(String... arguments) throws Exception {
        List<String> argv = new java.util.ArrayList<>(List.of("ssh", "-F", config().toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("ssh.log").toFile())
                .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ssh does not end");
        assertEquals(0, process.exitValue(), Files.readString(home.resolve("ssh.log")));
    }

    private LiveFleet fleet(LinkChoices links) {
        TunnelStore nowhere = new TunnelStore() {
            @Override
            public List<Kept> load() {
                return List.of();
            }

            @Override
            public void save(List<Kept> tunnels) {}
        };
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("SSH_AUTH_SOCK");
        environment.put("PATH", path);
        LiveFleet made = new LiveFleet(new LiveFleet.Options(
                new SshConfiguration(config()),
                false,
                List.of(),
                FreeGpu.DEFAULT,
                Map.of(),
                links,
                environment,
                nowhere,
                NoRuns.KEPT,
                NoWatches.KEPT,
                (alert, told) -> false,
                List.of()));
        fleet = made;
        return made;
    }

    private static HostSnapshot connect(LiveFleet fleet, String host) throws Exception {
        return fleet.handle(new Request.Connect(host), SCRIPT).host();
    }

    @Test
    void thirtyHostsWithLiveMastersAskForNoLogin() throws Exception {
        for (int i = 0; i < MASTERS; i++) {
            ssh("-M", "-N", "-f", "box" + i);
        }
        try {
            assertEquals(MASTERS, sshd.logins());
            LiveFleet all = fleet(LinkChoices.DEFAULT);

            for (int i = 0; i < MASTERS; i++) {
                assertEquals(LinkKind.MUX, connect(all, "box" + i).link());
            }
            all.close(Fleet.End.STOP);

            assertEquals(MASTERS, sshd.logins());
            ssh("-O", "check", "box0");
        } finally {
            for (int i = 0; i < MASTERS; i++) {
                ssh("-O", "exit", "box" + i);
            }
        }
    }

    @Test
    void withoutAMasterItIsSshjUnlessTheConfigurationNeedsOpenSsh() throws Exception {
        LiveFleet auto = fleet(LinkChoices.DEFAULT);

        assertEquals(LinkKind.SSHJ, connect(auto, "box0").link());
        assertEquals(LinkKind.MUX, connect(auto, "asking").link());
    }

    /** Only ssh of macOS knows the option; this one is the machine's own, which says so for one host. */
    @Test
    void aKeychainNeedsOpenSsh() throws Exception {
        Path ssh = Files.createDirectory(home.resolve("bin")).resolve("ssh");
        Files.writeString(ssh, """
                #!/bin/sh
                case "$*" in *-G*box1) echo "usekeychain yes" ;; esac
                exec /usr/bin/ssh "$@"
                """);
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        path = ssh.getParent() + ":" + path;
        LiveFleet auto = fleet(LinkChoices.DEFAULT);

        assertEquals(LinkKind.MUX, connect(auto, "box1").link());
        assertEquals(LinkKind.SSHJ, connect(auto, "box2").link());
    }

    @Test
    void theConfigurationOfBerthDecidesForAHost() throws Exception {
        ssh("-M", "-N", "-f", "box0");
        try {
            LiveFleet chosen = fleet(new LinkChoices(LinkChoice.SSHJ, Map.of("box1", LinkChoice.MUX)));

            assertEquals(LinkKind.SSHJ, connect(chosen, "box0").link());
            assertEquals(LinkKind.MUX, connect(chosen, "box1").link());
            Problem problem = assertThrows(ProblemException.class, () -> connect(chosen, "asking"))
                    .problem();
            assertEquals(Problem.Code.NOT_SUPPORTED, problem.code());
            assertTrue(problem.sentence().contains("link: mux"), problem.sentence());
        } finally {
            ssh("-O", "exit", "box0");
        }
    }
}
