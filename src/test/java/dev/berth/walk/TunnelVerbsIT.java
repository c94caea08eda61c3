package dev.berth.walk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Proxies, remote tunnels, groups, and tunnels that start with their host, by the verbs, on the lab's real boxes. */
class TunnelVerbsIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);

    private Map<String, Object> shown(String tunnel) throws Exception {
        return berth.run("tunnel", "show", tunnel, "--json").ok().object();
    }

    private Map<String, Object> shownAs(String tunnel, String state) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        Map<String, Object> shown = shown(tunnel);
        while (!state.equals(shown.get("state"))) {
            assertTrue(System.nanoTime() < end, "not " + state + ": " + shown);
            shown = shown(tunnel);
        }
        return shown;
    }

    @Test
    void aProxyReachesWhatTheHostReaches() throws Exception {
        String web = Lab.run("exec", "cpu1", "docker inspect -f '{{.NetworkSettings.IPAddress}}' web")
                .strip();
        berth.run("connect", "cpu1").ok();
        berth.run("tunnel", "add", "cpu1", "-D", "21080", "--name", "proxy").ok();
        shownAs("proxy", "up");
        Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 21080));
        try (Socket socket = new Socket(proxy)) {
            socket.connect(InetSocketAddress.createUnresolved(web, 80));
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
            assertTrue(new String(socket.getInputStream().readAllBytes(), UTF_8).contains("It works"));
        }
        try (Socket socket = new Socket(proxy)) {
            Assertions.assertThrows(
                    SocketException.class, () -> socket.connect(InetSocketAddress.createUnresolved("localhost", 1)));
        }
        assertEquals("up", shown("proxy").get("state"));
    }

    @Test
    void aPortHereIsReachedFromTheHost() throws Exception {
        try (ServerSocket here = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                while (!here.isClosed()) {
                    try (Socket client = here.accept()) {
                        client.getOutputStream().write("from here\n".getBytes(UTF_8));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            berth.run("connect", "cpu1").ok();
            berth.run("tunnel", "add", "cpu1", "-R", "*:0:127.0.0.1:" + here.getLocalPort(), "--name", "back")
                    .ok();
            String remote = String.valueOf(shownAs("back", "up").get("remote"));
            // GatewayPorts is off there: whatever was asked for, the host listens on its loopback
            assertTrue(remote.startsWith("127.0.0.1:"), remote);
            String port = remote.substring(10).split(",", 2)[0];
            assertEquals(
                    "from here\n",
                    berth.run("exec", "cpu1", "--", "bash", "-c", "cat < /dev/tcp/127.0.0.1/" + port)
                            .ok()
                            .out());
            berth.run("tunnel", "rm", "back").ok();
        }
    }

    @Test
    void aTakenPortIsSolvedInTheFormThatTheKeyOpens() throws Exception {
        berth.run("connect", "cpu1").ok();
        berth.run("tunnel", "add", "cpu1", "18098:22", "--name", "kept", "--save", "--wait")
                .ok();
        berth.run("tunnel", "stop", "kept").ok();
        try (ServerSocket held = new ServerSocket(18098, 1, InetAddress.getLoopbackAddress());
                PtySession screen = berth.screen(120, 30)) {
            screen.await("cpu1", SOON);
            screen.send("5");
            screen.awaitScreen("it is off", text -> text.contains("○ off"), SOON);
            screen.send("t");
            screen.await("Start tunnel kept", SOON);
            screen.await("Port " + held.getLocalPort() + " of this machine is taken by java (pid", SOON);
            screen.await("take 18099", SOON);
            assertEquals("failed", shown("kept").get("state"), "it is not moved by itself");
            // ctrl-n takes what is suggested
            screen.send("\u000e");
            screen.send("\r");
            screen.awaitScreen("it is up", text -> text.contains("● up"), SOON);
        }
        assertEquals("127.0.0.1:18099", shownAs("kept", "up").get("local"));
        berth.run("tunnel", "start", "kept", "--local-port", "18098").ok();
        assertEquals("127.0.0.1:18098", shownAs("kept", "up").get("local"));
    }

    @Test
    void aGroupIsSwitchedTogetherAndStartsWithItsHost() throws Exception {
        for (String port : List.of("18095", "18096")) {
            berth.run("tunnel", "add", "cpu1/web", port + ":80", "--name", "w" + port, "--group", "web", "--autostart")
                    .ok();
        }
        shownAs("w18095", "up");
        String exported = berth.run("tunnel", "export", "w18095").ok().out();
        assertTrue(exported.matches("ssh -N -L 127\\.0\\.0\\.1:18095:172\\.\\d+\\.\\d+\\.\\d+:80 cpu1\n"), exported);

        berth.run("tunnel", "stop", "--group", "web").ok();
        assertEquals("off", shown("w18095").get("state"));
        assertEquals("off", shown("w18096").get("state"));
        berth.run("tunnel", "stop", "--group", "nosuch").fails(3, "nosuch");

        berth.run("agent", "stop").ok();
        assertEquals("off", shown("w18095").get("state"));
        berth.run("connect", "cpu1").ok();
        shownAs("w18095", "up");
        shownAs("w18096", "up");
    }

    private static void web(String name) throws IOException {
        Lab.run("exec", "gpu1", "docker run -d --name " + name + " lab/busybox:1.35 httpd -f -p 80 -h /www");
    }

    /** Nobody uses it: that the port is gone is seen by looking, and so is that it is back, at another address. */
    @Test
    void aTunnelFollowsAContainerThatIsMadeAnew() throws Exception {
        String name = "it-followed";
        Lab.run("exec", "gpu1", "docker rm -f " + name + " " + name + "-2 >/dev/null 2>&1; true");
        try {
            web(name);
            berth.run("tunnel", "add", "gpu1/" + name, "18097:80", "--name", "followed", "--wait")
                    .ok();
            Object first = shown("followed").get("remote");
            try (PtySession screen = berth.screen(120, 30)) {
                screen.await("cpu1", SOON);
                screen.send("5");
                screen.awaitScreen("it is up", text -> text.contains("● up"), SOON);
                Lab.run("exec", "gpu1", "docker rm -f " + name);
                // takes the address that the first one had
                web(name + "-2");
                screen.awaitScreen("it is down", text -> text.contains("service down"), SOON);
                assertTrue(String.valueOf(shown("followed").get("reason")).contains(name), () -> "reason: " + screen);
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), 18097)) {
                    client.setSoTimeout(20_000);
                    Assertions.assertThrows(
                            SocketException.class, () -> client.getInputStream().read());
                }
                web(name);
                screen.awaitScreen("it is up again", text -> text.contains("● up"), SOON);
            }
            Assertions.assertNotEquals(first, shown("followed").get("remote"));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), 18097)) {
                client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
                assertTrue(new String(client.getInputStream().readAllBytes(), UTF_8).contains("200 OK"));
            }
        } finally {
            Lab.run("exec", "gpu1", "docker rm -f " + name + " " + name + "-2");
        }
    }
}
