package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listens on the lab's real boxes: listed by the verb and on the screen, and reached from there. */
class PortsIT extends LabWalk {
    private static final String OWN = "it-ports-" + ProcessHandle.current().pid();
    private static final Duration SOON = Duration.ofSeconds(90);

    @AfterEach
    void end() throws Exception {
        Lab.run("exec", "gpu1", "docker rm -f " + OWN + " >/dev/null 2>&1; true");
    }

    private List<Map<String, Object>> ports(String place) throws Exception {
        return berth.run("ports", place, "--json").ok().rows();
    }

    private static Map<String, Object> port(List<Map<String, Object>> rows, String container, int port) {
        return rows.stream()
                .filter(row -> Objects.equals(container, row.get("container"))
                        && row.get("port").equals((long) port))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no port " + port + " of " + container + " in " + rows));
    }

    /** A listener on the container's own loopback; listed as soon as it is there. */
    private Map<String, Object> loopbackServer() throws Exception {
        Lab.run(
                "exec",
                "gpu1",
                "docker run -d --rm --name " + OWN + " lab/jupyterlab:4.0"
                        + " python3 -m http.server 6006 --bind 127.0.0.1 >/dev/null");
        long end = System.nanoTime() + SOON.toNanos();
        List<Map<String, Object>> rows = ports("gpu1/" + OWN);
        while (rows.isEmpty()) {
            assertTrue(System.nanoTime() < end, "nothing listens in " + OWN);
            rows = ports("gpu1/" + OWN);
        }
        return port(rows, OWN, 6006);
    }

    @Test
    void aHostTellsItsOwnPortsAndItsContainers() throws Exception {
        List<Map<String, Object>> rows = ports("cpu1");
        Map<String, Object> ssh = port(rows, null, 22);
        assertEquals("0.0.0.0", ssh.get("address"));
        assertEquals("SSH", ssh.get("name"));
        assertNull(ssh.get("pid"), "another user's process can't be told");
        assertEquals("port 8888 of lab", port(rows, null, 8888).get("name"));
        Map<String, Object> web = port(rows, "web", 80);
        assertEquals(false, web.get("relay"));
        assertNull(web.get("localPort"));
        assertEquals("cpu1", web.get("host"));

        berth.run("tunnel", "add", "cpu1/web", "18180:80").ok();
        assertEquals(18180L, port(ports("cpu1"), "web", 80).get("localPort"));
        assertTrue(berth.run("ports", "cpu1").ok().out().contains("18180"));
    }

    @Test
    void aContainerTellsWhoListensAndWhatNeedsARelay() throws Exception {
        Map<String, Object> server = loopbackServer();
        assertEquals("127.0.0.1", server.get("address"));
        assertEquals("python3", server.get("process"));
        assertEquals(1L, server.get("pid"), "as the container counts it");
        assertEquals(true, server.get("relay"));
        Map<String, Object> fromHost = port(ports("gpu1"), OWN, 6006);
        assertEquals(true, fromHost.get("relay"));
        assertEquals("TensorBoard", fromHost.get("name"), "by its port, as nobody told the process");

        berth.run("tunnel", "add", "gpu1/" + OWN, "16006:6006", "--wait").ok();
        assertEquals(16006L, port(ports("gpu1/" + OWN), OWN, 6006).get("localPort"));
        assertEquals(200, status("http://127.0.0.1:16006/"));
    }

    private static int status(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(SOON)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void aHostWithoutDockerTellsItsOwnPortsAndWhatIsNotThereIsASentence() throws Exception {
        assertNotNull(port(ports("bare"), null, 22));
        BerthProgram.Result denied = berth.run("ports", "gpu1-denied").ok();
        assertTrue(denied.out().contains("SSH") && denied.err().contains("docker"), denied::toString);
        berth.run("ports", "gpu1/nosuch").fails(3, "nosuch");
        berth.run("ports", "gpu1/stopped").fails(1, "stopped", "berth start");
        berth.run("ports").fails(2);
    }

    @Test
    void onTheScreenAPickedPortIsTunnelled() throws Exception {
        loopbackServer();
        try (PtySession screen = berth.screen(120, 32, "gpu1")) {
            screen.await(OWN, SOON);
            screen.send("/" + OWN + "\r");
            screen.await("[1 of ", SOON);
            screen.send("p");
            screen.await("Ports of gpu1/" + OWN, SOON);
            screen.awaitScreen(
                    "the listener", text -> text.matches("(?s).*6006 +http.server +relay +127.0.0.1.*"), SOON);
            screen.send("\r");
            screen.awaitScreen(
                    "its local end", text -> text.matches("(?s).*6006 +http.server +127.0.0.1:6006.*"), SOON);
            assertEquals(200, status("http://127.0.0.1:6006/"));
            screen.send("\u001b");
            screen.awaitScreen("the list is left", text -> !text.contains("Ports of"), SOON);
        }
    }
}
