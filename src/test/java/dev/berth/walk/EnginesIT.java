package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same words on every engine that the lab has, with root and without, of Docker and of Podman. */
class EnginesIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String IMAGE = "lab/busybox:1.35";

    @AfterAll
    static void reset() throws IOException {
        Lab.run("reset");
    }

    @ParameterizedTest
    @CsvSource({
        "gpu1, 26.1",
        "old1, 20.10",
        "old1-sudoer, 20.10",
        "old1-rootless, 20.10",
        "old1-podman, 4.3",
    })
    void aContainersWholeLife(String host, String version) throws Exception {
        String docker = berth.run("doctor", host, "--json").rows().stream()
                .filter(finding -> "docker".equals(finding.get("check")))
                .findFirst()
                .orElseThrow()
                .toString();
        assertTrue(docker.contains(version + "."), docker);
        berth.run("run", host, "-d", "--name", "engines", IMAGE, "sh", "-c", "echo hello; exec sleep 300")
                .ok();
        assertEquals("running", listed(host).get("state"));
        assertTrue(String.valueOf(listed(host).get("image")).contains(IMAGE), listed(host)::toString);
        assertEquals(
                "42\n",
                berth.run("exec", host, "engines", "--", "echo", "42").ok().out());
        assertEquals(
                "fed",
                berth.feed("fed", "exec", host, "engines", "--", "cat").ok().out());
        berth.run("exec", host, "engines", "--", "sh", "-c", "exit 7").fails(7);
        assertEquals("hello\n", berth.run("logs", host, "engines").ok().out());
        Path file = Files.writeString(berth.home().resolve("in.txt"), "carried");
        berth.run("cp", file.toString(), host + "/engines:/tmp/in.txt").ok();
        berth.run(
                        "cp",
                        host + "/engines:/tmp/in.txt",
                        berth.home().resolve("out.txt").toString())
                .ok();
        assertEquals("carried", Files.readString(berth.home().resolve("out.txt")));
        assertTrue(berth.run("images", host, "--json").ok().out().contains(IMAGE));
        berth.run("restart", host, "engines", "-t", "0").ok();
        assertEquals("running", listed(host).get("state"));
        berth.run("stop", host, "engines", "-t", "0").ok();
        assertEquals("exited", listed(host).get("state"));
        berth.run("start", host, "engines").ok();
        berth.run("rm", host, "-f", "engines").ok();
        assertEquals(
                "[]",
                berth.run("ps", host, "-a", "--filter", "name=engines", "--json")
                        .ok()
                        .out()
                        .strip());
    }

    private Map<String, Object> listed(String host) throws Exception {
        return berth.run("ps", host, "-a", "--filter", "name=engines", "--json")
                .ok()
                .rows()
                .getFirst();
    }

    /** Another session of the same user, whose docker finds the engine by the environment, as a person sets it up. */
    private static void ssh(String host, String line) throws IOException {
        String user = host.equals("old1") ? "dev" : host.substring("old1-".length());
        String docker = switch (user) {
            case "sudoer" -> "sudo " + line;
            case "rootless" -> "DOCKER_HOST=unix:///run/user/$(id -u)/docker.sock " + line;
            case "podman" -> "DOCKER_HOST=unix:///run/user/$(id -u)/podman/podman.sock " + line;
            default -> line;
        };
        Lab.run("exec", "old1", "runuser -u " + user + " -- sh -c '" + docker + "'");
    }

    @Test
    void anEngineThatIsRestartedIsFollowed() throws Exception {
        try (PtySession screen = berth.screen(110, 30, "old1")) {
            ssh("old1", "docker run -d --name before " + IMAGE + " sleep 300");
            screen.awaitScreen("the list", text -> text.contains("before "), SOON);
            Lab.run("docker", "old1", "stop");
            screen.await("its engine is not running", SOON);
            Lab.run("docker", "old1", "start");
            screen.awaitScreen("what ended with it", text -> text.contains("exited"), SOON);
            ssh("old1", "docker run -d --name after " + IMAGE + " sleep 300");
            screen.awaitScreen("what came later", text -> text.contains("after "), SOON);
        }
    }

    @Test
    void aUserWhoMayNotIsToldTheWayInAndWhatItMeans() throws Exception {
        berth.run("ps", "gpu1-denied")
                .fails(1, "sudo usermod -aG docker nodocker", "this group equals root on gpu1-denied");
    }
}
