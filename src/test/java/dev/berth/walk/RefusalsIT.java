package dev.berth.walk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.lab.Lab;
import dev.berth.tunnel.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reason for which a tunnel does not carry, by real servers: what is told, and the relay where forwards are forbidden. */
@Timeout(600)
class RefusalsIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** An sshd that forwards nothing, and one that forwards to itself only. */
    private static final int SHUT = 2471;

    private static final int PICKY = 2472;
    private static final String WEB = "it-relayed-web";

    private BerthProgram berth;
    private int port;

    @BeforeAll
    static void servers() throws IOException {
        Lab.assumeUp();
        Lab.run(
                "extra-sshd",
                "gpu1",
                String.valueOf(SHUT),
                "start",
                "AllowTcpForwarding=no",
                "AllowStreamLocalForwarding=no");
        Lab.run("extra-sshd", "gpu1", String.valueOf(PICKY), "start", "PermitOpen=localhost:22");
        Lab.run(
                "exec",
                "gpu1",
                "docker rm -f " + WEB + " >/dev/null 2>&1; docker run -d --name " + WEB
                        + " lab/busybox:1.35 httpd -f -p 80 -h /www");
    }

    @AfterAll
    static void noServers() throws IOException {
        Lab.run("extra-sshd", "gpu1", String.valueOf(SHUT), "stop");
        Lab.run("extra-sshd", "gpu1", String.valueOf(PICKY), "stop");
        Lab.run("exec", "gpu1", "docker rm -f " + WEB);
    }

    @BeforeEach
    void world() throws IOException {
        Path config = Lab.sshConfig();
        String all = Files.readString(config);
        String gpu1 = all.replaceFirst("(?s).*?(?=Host gpu1\n)", "").replaceFirst("(?s)\n\n.*", "\n");
        String address = gpu1.replaceFirst("(?s).*HostName (\\S+).*", "$1");
        Files.writeString(config, other(gpu1, "shut", SHUT, address) + other(gpu1, "picky", PICKY, address) + all);
        berth = new BerthProgram(config);
        port = FreePort.next();
    }

    private static String other(String host, String name, int at, String keys) {
        return host.replace("Host gpu1", "Host " + name) + "  Port " + at + "\n  HostKeyAlias " + keys + "\n\n";
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    private Map<String, Object> shown() throws Exception {
        return berth.run("tunnel", "show", "t", "--json").ok().object();
    }

    private Map<String, Object> shownAs(String state) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        Map<String, Object> shown = shown();
        while (!state.equals(shown.get("state"))) {
            assertTrue(System.nanoTime() < end, "not " + state + ": " + shown);
            LockSupport.parkNanos(PAUSE.toNanos());
            shown = shown();
        }
        return shown;
    }

    /** Makes a tunnel that does not carry. */
    private String refused(String place, String spec) throws Exception {
        berth.run("connect", place.replaceFirst("/.*", "")).ok();
        List<String> words = new ArrayList<>(List.of("tunnel", "add", place));
        words.addAll(List.of(spec.split(" ", -1)));
        words.addAll(List.of("--name", "t"));
        berth.run(words.toArray(String[]::new)).ok();
        return String.valueOf(shownAs("service-down").get("reason"));
    }

    private static void says(String reason, String... words) {
        for (String word : words) {
            assertTrue(reason.contains(word), reason);
        }
    }

    private String firstLine() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(90_000);
            return new String(client.getInputStream().readNBytes(8), US_ASCII);
        }
    }

    private String get(String path) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(90_000);
            client.getOutputStream().write(("GET " + path + " HTTP/1.0\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Test
    void whereForwardsAreForbiddenARelayIsOfferedAndKept() throws Exception {
        says(refused("shut", port + ":22"), "SSH server of shut", "AllowTcpForwarding", "relay by perl", "--relay");
        assertEquals("offered", shown().get("relay"));
        berth.run("tunnel", "start", "t", "--relay").ok();
        assertEquals("relay", shownAs("up").get("way"));
        assertEquals("SSH-2.0-", firstLine());
        says(berth.run("tunnel", "export", "t").ok().out(), "# t: ssh has no forward");

        berth.run("agent", "restart").ok();
        assertEquals("accepted", shownAs("up").get("relay"));
        assertEquals("SSH-2.0-", firstLine());
    }

    /** Over a relay everything holds that holds over a forward, but that a reset is told as an end. */
    @Test
    void aRelayIsARightPipe() throws Exception {
        Users users = new Users(false);
        try (HereServer server = HereServer.start(users::serve)) {
            berth.run("connect", "shut").ok();
            berth.run("tunnel", "add", "shut", port + ":" + server.end(), "--name", "t", "--relay", "--wait")
                    .ok();
            users.run(11, 4, 12, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        long end = System.nanoTime() + SOON.toNanos();
        while (!Lab.run("exec", "gpu1", "pgrep -c -f '[I]PPROTO_TCP TCP_NODELAY' || true")
                .strip()
                .equals("0")) {
            assertTrue(System.nanoTime() < end, "relays are left on the box");
        }
    }

    /** sshd allows few sessions: who comes too late waits for one to end, and commands still find one. */
    @Test
    void aRelayedConnectionTooManyWaitsAndTheRowSaysSo() throws Exception {
        berth.run("connect", "shut").ok();
        berth.run("tunnel", "add", "shut", port + ":22", "--name", "t", "--relay", "--wait")
                .ok();
        List<Socket> clients = new ArrayList<>();
        try {
            while (shown().get("reason") == null) {
                assertTrue(clients.size() < 6, "six are served at once");
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                clients.add(client);
                client.setSoTimeout(1_000);
                try {
                    assertEquals('S', client.getInputStream().read());
                } catch (SocketTimeoutException waits) {
                    client.setSoTimeout(90_000);
                }
            }
            says(String.valueOf(shown().get("reason")), "A connection waits for a free session of shut");
            assertEquals("up", shown().get("state"));
            berth.run("exec", "shut", "--timeout", "90", "--", "true").ok();
            clients.getFirst().close();
            assertEquals('S', clients.getLast().getInputStream().read());
            Watching.await("nobody waits", SOON, () -> shown().get("reason") == null);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** As a name server behind a VPN that is down: sshd would stand still, and the link be taken for dead. */
    @ParameterizedTest
    @ValueSource(strings = {"sshj", "mux"})
    void aLookupThatHangsOnTheBoxCostsNobodyTheLink(String link) throws Exception {
        berth.configured("link: " + link);
        berth.run("tunnel", "add", "gpu1", port + ":22", "--name", "t", "--wait")
                .ok();
        Object since = since();
        Lab.run(
                "exec",
                "gpu1",
                "cp /etc/resolv.conf /run/it-resolv.conf && echo nameserver 127.0.0.2 >/etc/resolv.conf"
                        + " && iptables -w -I INPUT -d 127.0.0.2 -j DROP");
        try {
            int other = FreePort.next();
            berth.run("tunnel", "add", "gpu1", other + ":db.example.org:80", "--name", "named")
                    .ok();
            Watching.await("the row says so", SOON, () -> {
                String reason = String.valueOf(berth.run("tunnel", "show", "named", "--json")
                        .ok()
                        .object()
                        .get("reason"));
                return reason.contains("Looking up db.example.org hangs on gpu1")
                        && reason.contains("Give the address");
            });
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), other)) {
                client.setSoTimeout(90_000);
                assertThrows(
                        SocketException.class, () -> client.getInputStream().read());
            }
            assertEquals("SSH-2.0-", firstLine(), "all else goes on");
            assertEquals(since, since(), "the link was not dialled anew");
        } finally {
            Lab.run(
                    "exec",
                    "gpu1",
                    "cat /run/it-resolv.conf >/etc/resolv.conf; rm -f /run/it-resolv.conf;"
                            + " iptables -w -D INPUT -d 127.0.0.2 -j DROP");
        }
    }

    private Object since() throws Exception {
        return berth.run("hosts", "--json").ok().rows().stream()
                .filter(host -> "gpu1".equals(host.get("host")))
                .findFirst()
                .orElseThrow()
                .get("since");
    }

    @Test
    void aSocketThatMayNotBeForwardedToIsRelayed() throws Exception {
        says(
                refused("shut", port + ":/var/run/docker.sock"),
                "no Unix socket",
                "AllowStreamLocalForwarding",
                "--relay");
        berth.run("tunnel", "start", "t", "--relay").ok();
        shownAs("up");
        says(get("/_ping"), "200 OK");
    }

    @Test
    void aContainerWithoutToolsIsRelayedToByItsHost() throws Exception {
        says(refused("shut/" + WEB, port + ":80"), "lets no forward", WEB, "--relay");
        berth.run("tunnel", "start", "t", "--relay").ok();
        shownAs("up");
        says(get("/"), "200 OK", "It works");
    }

    @Test
    void whatPermitOpenLeavesOutIsSaidToBeJustThat() throws Exception {
        says(refused("picky", port + ":localhost:9"), "some addresses only", "PermitOpen", "--relay");
        berth.run("tunnel", "rm", "t").ok();
        berth.run("tunnel", "add", "picky", port + ":localhost:22", "--name", "t", "--wait")
                .ok();
        assertEquals("SSH-2.0-", firstLine());
    }

    @Test
    void whatTheHostSaysOfTheTargetIsTold() throws Exception {
        says(refused("gpu1", port + ":localhost:9"), "Nothing answers at localhost:9 on gpu1.", "Start the service");
        assertEquals("no", shown().get("relay"));
        berth.run("tunnel", "rm", "t").ok();
        // no resolver is asked for a name that can be none: the lab's may have no one to ask
        says(refused("gpu1", port + ":no..such:80"), "gpu1 does not know the name no..such.", "looked up there");
        berth.run("tunnel", "rm", "t").ok();
        says(refused("gpu1", port + ":/run/no-such.sock"), "There is no socket /run/no-such.sock on gpu1.");
        berth.run("tunnel", "rm", "t").ok();
        says(
                refused("gpu1-denied", port + ":/var/run/docker.sock"),
                "The user on gpu1-denied may not open /var/run/docker.sock.");
        berth.run("tunnel", "rm", "t").ok();
        says(refused("gpu1/no-such-container", port + ":80"), "no-such-container");
    }

    @Test
    void whatTheHostCanNotListenOnIsTold() throws Exception {
        says(refused("gpu1", "-R " + SHUT + ":localhost:" + port), "Port " + SHUT + " of gpu1 is taken", "0 to let it");
        berth.run("tunnel", "rm", "t").ok();
        String least = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
        String before = Lab.run("exec", "gpu1", "cat " + least).strip();
        Lab.run("exec", "gpu1", "echo 1024 >" + least);
        try {
            says(refused("gpu1", "-R 81:localhost:" + port), "below 1024 only root may");
        } finally {
            Lab.run("exec", "gpu1", "echo " + before + " >" + least);
        }
        berth.run("tunnel", "rm", "t").ok();
        says(refused("shut", "-R 0:localhost:" + port), "does not listen on a port for you", "AllowTcpForwarding");
    }

    @Test
    void whoHoldsALocalPortIsTold() throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            berth.run("tunnel", "add", "gpu1", held.getLocalPort() + ":22")
                    .fails(1, "is taken by java (pid " + ProcessHandle.current().pid() + ")", "--local-port");
        }
    }

    /** As for everybody but root: the agent is started without the right to low ports. */
    @Test
    void aPortOfRootIsSaidToBeJustThat() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setpriv")) && leastOfAll() > 82,
                "ports below 1024 are everybody's here, or there is no setpriv");
        List<String> line = new ArrayList<>(
                List.of("setpriv", "--bounding-set", "-net_bind_service", "--inh-caps", "-net_bind_service"));
        line.addAll(berth.line("tunnel", "add", "gpu1", "82:22"));
        berth.start("", line).fails(1, "Only root may listen on port 82 of this machine.", "8082");
    }

    /** The first port that everybody may listen on. The kernel gives it whole to the first read, and to none after. */
    private static int leastOfAll() throws IOException {
        Path file = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return Integer.parseInt(String.valueOf(reader.readLine()));
        }
    }

    @Test
    void whatListensWiderIsMarked() throws Exception {
        BerthProgram.Result wide =
                berth.run("tunnel", "add", "gpu1", "-L", "0.0.0.0:" + port + ":localhost:22", "--name", "t");
        wide.ok();
        says(wide.err(), "Other machines can reach 0.0.0.0:" + port);
    }
}
