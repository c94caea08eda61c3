package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machine itself as a host: its engine is the one that the lab's boxes run in, so that those are its containers. */
class LocalIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private BerthProgram berth;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws Exception {
        String lab = Objects.requireNonNullElse(System.getenv("BERTH_LAB_DIR"), "/var/tmp/berth-lab");
        berth = new BerthProgram(Lab.sshConfig())
                .with("DOCKER_HOST", "unix://" + lab + "/engine/docker.sock")
                .with("SHELL", "/bin/sh");
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    private Map<String, Object> host() throws Exception {
        List<Map<String, Object>> hosts = berth.run("hosts", "--json").ok().rows();
        return hosts.getLast();
    }

    @Test
    void verbsTakeItAsTheyTakeABox() throws Exception {
        assertEquals("local", host().get("host"));
        assertEquals("off", host().get("state"));

        List<Map<String, Object>> containers =
                berth.run("ps", "local", "--json").ok().rows();
        assertTrue(containers.stream().anyMatch(row -> row.get("name").equals("gpu1")), containers::toString);
        assertEquals("up", host().get("state"));
        assertEquals("local", host().get("link"));

        assertTrue(berth.run("doctor", "local").out().contains("not needed: Berth reaches local without SSH"));

        BerthProgram.Result exec = berth.feed("fed", "exec", "local", "--", "sh", "-c", "cat; echo err >&2; exit 4");
        assertEquals("fed", exec.out());
        exec.fails(4, "err");
        assertEquals(
                "gpu1\n", berth.run("exec", "local/gpu1", "--", "hostname").ok().out());
        assertEquals(
                List.of(),
                berth.run("jupyter", "list", "local", "--json").ok().rows().stream()
                        .filter(row -> row.get("container") != null)
                        .toList());
    }

    @Test
    void tunnelReachesAContainersOwnAddress() throws Exception {
        Map<String, Object> tunnel = berth.run(
                        "tunnel", "add", "local/gpu1", "22", "--local-port", "auto", "--wait", "--json")
                .ok()
                .object();

        assertEquals("address", tunnel.get("way"));
        String local = (String) tunnel.get("local");
        int port = Integer.parseInt(local.substring(local.lastIndexOf(':') + 1));
        try (Socket socket = new Socket("127.0.0.1", port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertTrue(in.readLine().startsWith("SSH-2.0-OpenSSH"));
        }
    }

    @Test
    void shellsOpenHereAndInItsContainers() throws Exception {
        try (PtySession shell = berth.screen(90, 25, "shell", "local")) {
            shell.pressUntil("stty size\r", "25 90", SOON);
            shell.resize(101, 31);
            shell.pressUntil("stty size\r", "31 101", SOON);
            shell.send("exit 7\r");
            assertEquals(7, shell.exitCode(SOON));
        }
        try (PtySession screen = berth.screen(110, 30, "local")) {
            screen.await("gpu1", SOON);
            screen.send("/gpu1\r");
            screen.await("[1 of ", SOON);
            screen.send("secho in-$(hostname)\r");
            screen.await("in-gpu1", SOON);
            screen.send("exit\r");
            screen.await("[1 of ", SOON);
        }
    }
}
