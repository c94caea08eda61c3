package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.ssh.BoxSshd;
import dev.berth.ssh.KeyGen;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that only OpenSSH itself honours: the host is reached by a master of its, and the option counts. */
@Timeout(600)
class OpenSshOptionsIT {
    private static final int PORT = 2318;

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

    private BerthProgram world(BoxSshd sshd, String... lines) throws IOException {
        BerthProgram world = new BerthProgram(Files.writeString(folder.resolve("config"), sshd.host("box", lines)));
        berth = world;
        return world;
    }

    private static void isUp(BerthProgram world) throws Exception {
        Map<String, Object> host = world.run("hosts", "--json").ok().rows().getFirst();
        assertEquals("up", host.get("state"));
        assertEquals("mux", host.get("link"));
        assertEquals("pat\n", world.run("exec", "box", "--", "id", "-un").ok().out());
    }

    @Test
    void aRevokedHostKeyIsRefusedAndAnotherIsNot() throws Exception {
        Path revoked = folder.resolve("revoked");
        Files.writeString(revoked, Lab.run("exec", "bare", "cat /etc/ssh/ssh_host_*_key.pub"));
        try (BoxSshd sshd = BoxSshd.start(PORT)) {
            BerthProgram world = world(sshd, "IdentityFile " + BoxSshd.key(), "RevokedHostKeys " + revoked);
            world.run("connect", "box", "--no-input").fails(5, "revoked by file " + revoked, "Do not connect");

            Path other = KeyGen.make(folder.resolve("other"), "ed25519");
            Files.copy(KeyGen.pub(other), revoked, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            world.run("connect", "box", "--no-input").ok();

            isUp(world);
        }
    }

    /** What our own SSH has none of: the server's only key exchange, or its only way to tell that a packet is whole. */
    @ParameterizedTest
    @ValueSource(strings = {"KexAlgorithms=sntrup761x25519-sha512", "MACs=umac-64@openssh.com"})
    void aServerThatHasOnlyWhatOpenSshHasIsReachedByIt(String only) throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, only, "Ciphers=aes128-ctr")) {
            try (BerthProgram stubborn =
                    world(sshd, "IdentityFile " + BoxSshd.key()).configured("link: sshj")) {
                stubborn.run("connect", "box", "--no-input")
                        .fails(5, "has no algorithm in common with Berth", "'link: mux'");
            }
            BerthProgram world = world(sshd, "IdentityFile " + BoxSshd.key());

            world.run("connect", "box", "--no-input").ok();

            isUp(world);
        }
    }

    @Test
    void aServerThatHasOnlyWhatNobodyTakesAnyMoreIsTold() throws Exception {
        try (BoxSshd sshd = BoxSshd.start(PORT, "KexAlgorithms=diffie-hellman-group1-sha1")) {
            world(sshd, "IdentityFile " + BoxSshd.key())
                    .run("connect", "box", "--no-input")
                    .fails(
                            5,
                            "no matching key exchange method found",
                            "diffie-hellman-group1-sha1",
                            "ssh configuration");
        }
    }

    /** The command makes the connection, hands it over and is gone. */
    @Test
    void aProxyCommandHandsOverAConnection() throws Exception {
        Path script = Files.writeString(folder.resolve("connect.py"), """
                import socket, sys
                way = socket.create_connection((sys.argv[1], int(sys.argv[2])))
                socket.send_fds(socket.socket(fileno=1), [b"x"], [way.fileno()])
                """);
        try (BoxSshd sshd = BoxSshd.start(PORT)) {
            BerthProgram world = world(
                    sshd,
                    "IdentityFile " + BoxSshd.key(),
                    "ProxyCommand python3 " + script + " %h %p",
                    "ProxyUseFdpass yes");

            world.run("connect", "box", "--no-input").ok();

            isUp(world);
        }
    }

    /** This machine's key vouches for its user. ssh signs with it by a helper that reads only the system's own settings. */
    @Test
    void aHostKeyOfThisMachineLogsIn() throws Exception {
        Path system = Files.createDirectory(folder.resolve("system"));
        Files.writeString(system.resolve("ssh_config"), "EnableSSHKeysign yes\n");
        Path key = KeyGen.make(system.resolve("ssh_host_ed25519_key"), "ed25519");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        trust(Files.readString(KeyGen.pub(key)).strip());
        try (BoxSshd sshd = BoxSshd.start(
                PORT,
                "HostbasedAuthentication=yes",
                "HostbasedUsesNameFromPacketOnly=yes",
                "IgnoreRhosts=no",
                "PubkeyAuthentication=no",
                "PasswordAuthentication=no",
                "KbdInteractiveAuthentication=no")) {
            BerthProgram world = world(sshd, "HostbasedAuthentication yes", "IdentityFile none");
            // a mount that the agent alone sees
            List<String> line = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
            line.addAll(List.of("mount --bind " + system + " /etc/ssh && exec \"$@\"", "sh"));
            line.addAll(world.line("connect", "box", "--no-input"));

            world.start("", line).ok();

            isUp(world);
            assertTrue(sshd.log().contains("Accepted hostbased for pat"), sshd.log());
        } finally {
            Lab.run("exec", "bare", "rm -f /home/pat/.shosts /home/pat/.ssh/known_hosts");
        }
    }

    /** Has the box let in the user of this machine, by whichever of its names ssh tells. */
    private static void trust(String key) throws Exception {
        String here;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(BoxSshd.address(), PORT));
            here = socket.getLocalAddress().getHostAddress();
        }
        List<String> names = List.of(
                InetAddress.getLocalHost().getHostName(),
                InetAddress.getByName(here).getCanonicalHostName(),
                here);
        String user = System.getProperty("user.name");
        Lab.run(
                "exec",
                "bare",
                "id pat >/dev/null 2>&1 || useradd -m -s /bin/bash pat; install -d -m 700 -o pat -g pat /home/pat/.ssh;"
                        + "printf '%s " + user + "\\n' " + String.join(" ", names) + " >/home/pat/.shosts;"
                        + "echo '" + String.join(",", names) + " " + key + "' >/home/pat/.ssh/known_hosts;"
                        + "chmod 644 /home/pat/.shosts; chown pat /home/pat/.shosts /home/pat/.ssh/known_hosts");
    }
}
