package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.api.Json;
import dev.berth.lab.Lab;
import dev.berth.tunnel.Users;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels through a real sshd, used by what people use them for. */
@Timeout(600)
class PeersIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration CUT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String LAB = "it-peers-lab";
    private static final int REKEYING = 2473;

    private BerthProgram berth;
    private int port;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
        port = FreePort.next();
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
    }

    private InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Duration limit, Condition condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, () -> "not within " + limit.toSeconds() + " s: " + what);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void tunnel(String host, String far) throws Exception {
        berth.run("connect", host).ok();
        berth.run("tunnel", "add", host, port + ":" + far, "--name", "t", "--wait")
                .ok();
    }

    private Map<String, Object> shown() throws Exception {
        return berth.run("tunnel", "show", "t", "--json").ok().object();
    }

    private String run(String... line) throws Exception {
        BerthProgram.Result result = berth.start("", List.of(line));
        assertEquals(0, result.exit(), () -> result.out() + result.err());
        return result.out();
    }

    private String startJupyter() throws Exception {
        Lab.run(
                "exec",
                "gpu1",
                "docker rm -f " + LAB + " >/dev/null 2>&1; docker run -d --name " + LAB
                        + " lab/jupyterlab:4.0 sleep infinity");
        Map<String, Object> started = berth.run(
                        "jupyter", "start", "gpu1", LAB, "--local-port", String.valueOf(port), "--no-open", "--json")
                .ok()
                .object();
        return String.valueOf(started.get("localUrl"));
    }

    private static void removeLab() throws IOException {
        Lab.run("exec", "gpu1", "docker rm -f " + LAB);
    }

    /** The same server's address of an API, with the token. */
    private static URI api(String scheme, String lab, String path) {
        URI url = URI.create(lab);
        return URI.create(scheme + "://" + url.getAuthority() + url.getPath().replaceFirst("lab/?$", "") + path + "?"
                + url.getQuery());
    }

    @Test
    void curlKeepsItsConnection() throws Exception {
        try {
            String lab = startJupyter();
            String url = api("http", lab, "api").toString();
            String figures = run(
                    "curl",
                    "-sS",
                    "-o",
                    "/dev/null",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code} %{http_version} %{num_connects}\n",
                    url,
                    url);
            assertEquals("200 1.1 1\n200 1.1 0\n", figures);
        } finally {
            removeLab();
        }
    }

    /** A cell that prints a number a second goes on through a cut, and what it prints arrives once the line is back. */
    @Test
    void aKernelsOutputArrivesAfterACutOfTwentySeconds() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String lab = startJupyter();
            HttpResponse<String> made = client.send(
                    HttpRequest.newBuilder(api("http", lab, "api/kernels"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"python3\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(201, made.statusCode(), made.body());
            Object kernel = ((Map<?, ?>) Objects.requireNonNull(Json.readAny(made.body()))).get("id");
            URI channels = api("ws", lab, "api/kernels/" + kernel + "/channels");
            try (KernelSocket socket = new KernelSocket(client, channels, "it-session")) {
                socket.open();
                socket.execute("import time\nfor i in range(45):\n  print('<%d>' % i, flush=True)\n  time.sleep(1)\n"
                        + "print('done')");
                await("the kernel prints", SOON, () -> socket.printed().contains("<1>"));
                AtomicInteger refused = new AtomicInteger();
                cutFor(refused);
                await("the server answers again", SOON, () -> answers(client, api("http", lab, "api")));
                // what was printed meanwhile comes as soon as it is open
                String before = socket.printed();
                socket.open();
                await("the last number", SOON, () -> socket.printed().contains("done"));
                assertEquals(0, refused.get(), "the port here was closed meanwhile");
                String later = socket.printed().substring(before.length());
                assertTrue(later.contains("<44>"), later);
                int first = Integer.parseInt(later.replaceFirst("(?s)^\\s*<(\\d+)>.*", "$1"));
                for (int i = first; i < 45; i++) {
                    assertTrue(later.contains("<" + i + ">"), i + " is missing: " + later);
                }
            }
        } finally {
            Lab.run("mend", "gpu1");
            removeLab();
        }
    }

    /** Cuts the line, mends it, and knocks at the port here all the while. */
    private void cutFor(AtomicInteger refused) throws Exception {
        Lab.run("cut", "gpu1");
        long end = System.nanoTime() + CUT.toNanos();
        while (System.nanoTime() < end) {
            try (Socket knock = new Socket()) {
                knock.connect(local(), 2000);
            } catch (IOException closed) {
                refused.incrementAndGet();
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        Lab.run("mend", "gpu1");
    }

    private static boolean answers(HttpClient client, URI url) throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(url)
                                            .timeout(Duration.ofSeconds(20))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void iperfMeasuresBothWays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/iperf3")), "iperf3 is missing: apt-get install iperf3");
        int far = FreePort.next();
        Path said = berth.home().resolve("iperf3");
        Process server = new ProcessBuilder(
                        "iperf3", "-s", "--forceflush", "-B", HereServer.address(), "-p", String.valueOf(far))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            int clients = 0;
            awaitListening(said, clients);
            tunnel("gpu1", HereServer.address() + ":" + far);
            for (List<String> more :
                    List.of(List.<String>of(), List.of("-R"), List.of("-P", "8"), List.of("--bidir"))) {
                List<String> line = new ArrayList<>(
                        List.of("iperf3", "-J", "-c", "127.0.0.1", "-p", String.valueOf(port), "-n", "64M"));
                line.addAll(more);
                awaitListening(said, ++clients);
                String report = run(line.toArray(String[]::new));
                Map<?, ?> end = (Map<?, ?>) ((Map<?, ?>) Objects.requireNonNull(Json.readAny(report))).get("end");
                // what is on its way when its sender is done is not counted
                Map<?, ?> received = (Map<?, ?>) end.get("sum_received");
                assertTrue(((Number) Objects.requireNonNull(received.get("bytes"))).longValue() > 8L << 20, report);
            }
        } finally {
            server.destroy();
        }
    }

    /** It has one client at a time, and listens anew after each; the tunnel's own look counts as one. */
    private static void awaitListening(Path said, int clients) throws Exception {
        await("iperf3 listens", SOON, () -> Files.readString(said).split("Server listening", -1).length == clients + 2);
    }

    /** Both directions at once through a server that changes keys every 16 MB. */
    @Test
    void aRekeyInTheMiddleOfATransferChangesNoByte() throws Exception {
        int megabytes = 200;
        byte[] block = new byte[1 << 20];
        new Random(5).nextBytes(block);
        byte[] expected = digest(block, megabytes);
        Lab.run("extra-sshd", "gpu1", String.valueOf(REKEYING), "start", "RekeyLimit=16M", "LogLevel=DEBUG1");
        try (HereServer server = HereServer.start(client -> {
            Thread sender = Thread.ofVirtual().start(() -> send(client, block, megabytes));
            byte[] got = digest(client.getInputStream());
            join(sender);
            if (!MessageDigest.isEqual(got, expected)) {
                client.setSoLinger(true, 0);
            }
        })) {
            berth.close();
            berth = new BerthProgram(rekeying());
            tunnel("rekeying", server.end());
            try (Socket socket = new Socket()) {
                socket.connect(local());
                Thread sender = Thread.ofVirtual().start(() -> send(socket, block, megabytes));
                assertArrayEquals(expected, digest(socket.getInputStream()));
                join(sender);
            }
            String rekeys = Lab.run("exec", "gpu1", "grep -c 'rekeying' /var/log/sshd-" + REKEYING + ".log || true");
            assertTrue(Integer.parseInt(rekeys.strip()) > 10, "rekeyed " + rekeys.strip() + " times");
        } finally {
            Lab.run("extra-sshd", "gpu1", String.valueOf(REKEYING), "stop");
        }
    }

    private static Path rekeying() throws IOException {
        Path config = Lab.sshConfig();
        String all = Files.readString(config);
        String gpu1 = all.replaceFirst("(?s).*?(?=Host gpu1\n)", "").replaceFirst("(?s)\n\n.*", "\n");
        String address = gpu1.replaceFirst("(?s).*HostName (\\S+).*", "$1");
        return Files.writeString(
                config,
                gpu1.replace("Host gpu1", "Host rekeying") + "  Port " + REKEYING + "\n  HostKeyAlias " + address
                        + "\n\n" + all);
    }

    @Test
    void aThousandConnectionsAtOnceAllGetTheirAnswers() throws Exception {
        try (HereServer server =
                HereServer.start(client -> client.getInputStream().transferTo(client.getOutputStream()))) {
            tunnel("gpu1", server.end());
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    Socket socket = new Socket();
                    socket.setSoTimeout(60_000);
                    socket.connect(local());
                    sockets.add(socket);
                }
                for (int round = 0; round < 2; round++) {
                    for (int i = 0; i < sockets.size(); i++) {
                        sockets.get(i).getOutputStream().write(number(i));
                    }
                    for (int i = 0; i < sockets.size(); i++) {
                        assertArrayEquals(
                                number(i), sockets.get(i).getInputStream().readNBytes(4));
                    }
                }
                assertEquals(1000L, shown().get("clients"));
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            await("all are gone", SOON, () -> Objects.equals(shown().get("clients"), 0L));
        }
    }

    private static byte[] number(int i) {
        return new byte[] {(byte) (i >> 24), (byte) (i >> 16), (byte) (i >> 8), (byte) i};
    }

    /** sshd tells a reset of a server as its end, as through ssh -L. */
    @Test
    void fortyUsersGetEveryByteThroughARealServer() throws Exception {
        for (long seed = 21; seed < 24; seed++) {
            Users users = new Users(false);
            try (HereServer server = HereServer.start(users::serve)) {
                tunnel("gpu1", server.end());
                users.run(seed, 40, 8, local());
                await("nobody is connected", SOON, () -> Objects.equals(shown().get("clients"), 0L));
                await("the aborts are noticed", SOON, () -> users.unnoticedAborts() == 0);
                berth.run("tunnel", "rm", "t").ok();
            }
        }
    }

    private static void send(Socket to, byte[] block, int times) {
        try {
            OutputStream out = to.getOutputStream();
            for (int i = 0; i < times; i++) {
                out.write(block);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] digest(InputStream in) throws IOException {
        MessageDigest digest = sha();
        byte[] buffer = new byte[64 << 10];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            digest.update(buffer, 0, n);
        }
        return digest.digest();
    }

    private static byte[] digest(byte[] block, int times) {
        MessageDigest digest = sha();
        for (int i = 0; i < times; i++) {
            digest.update(block);
        }
        return digest.digest();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
