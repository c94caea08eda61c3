package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Json;
import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever happens to a server or keeps it from starting, its row tells the truth within five seconds; the same of a stop
 * within three. Both limits are promises, of a machine that has nothing else to do. In containers of its own.
 */
@Timeout(600)
class TruthIT {
    /** Five, and what a busy machine takes to look. */
    private static final Duration TOLD = Duration.ofSeconds(15);

    /** Three, and what a busy machine takes; a server that is left to itself takes ten where a kernel of its hangs. */
    private static final Duration STOPPED = Duration.ofSeconds(9);

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String LAB = "lab/jupyterlab:4.0";
    private static final String BY_HAND =
            " jupyter lab --allow-root --ip 0.0.0.0 --port 9003 --IdentityProvider.token=";

    private final List<String> made = new ArrayList<>();
    private BerthProgram berth;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws Exception {
        berth = new BerthProgram(Lab.sshConfig());
        berth.run("connect", "gpu1").ok();
    }

    @AfterEach
    void end() throws Exception {
        berth.close();
        if (!made.isEmpty()) {
            Lab.run("exec", "gpu1", "docker rm -f -v " + String.join(" ", made));
        }
    }

    private String container(String options, String image, String command) throws IOException {
        String name = "truth-" + ProcessHandle.current().pid() + "-" + made.size();
        made.add(name);
        Lab.run("exec", "gpu1", "docker run -d --name " + name + " " + options + " " + image + " " + command);
        return name;
    }

    private String container() throws IOException {
        return container("", LAB, "sleep infinity");
    }

    private static String in(String container, String line) throws IOException {
        return Lab.run("exec", "gpu1", "docker exec " + container + " " + line);
    }

    /** The rows of one container as they are told while they change. */
    private record Rows(PtySession watch, String container) implements AutoCloseable {
        List<?> now() throws IOException {
            String told = watch.rawOutput();
            int end = told.lastIndexOf('\n');
            int start = told.lastIndexOf('\n', end - 1);
            if (end < 0 || !(Json.readAny(told.substring(start + 1, end).strip()) instanceof List<?> all)) {
                return List.of();
            }
            return all.stream()
                    .filter(row -> container.equals(((Map<?, ?>) row).get("container")))
                    .toList();
        }

        /** The only row there is, and that it is ready. */
        Map<?, ?> ready(Duration limit, Object butNot) throws Exception {
            Watching.await(
                    "a ready row",
                    limit,
                    () -> now().size() == 1
                            && ((Map<?, ?>) now().getFirst()).get("state").equals("ready")
                            && !((Map<?, ?>) now().getFirst()).get("pid").equals(butNot));
            return (Map<?, ?>) now().getFirst();
        }

        void gone() throws Exception {
            Watching.await("its row is gone", TOLD, () -> now().isEmpty());
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    private Rows rows(String container) throws IOException {
        return new Rows(berth.screen(4000, 10, "jupyter", "list", "gpu1", "--watch"), container);
    }

    private void noRows(String container) throws Exception {
        List<Map<String, Object>> all =
                berth.run("jupyter", "list", "gpu1", "--json").ok().rows();
        assertTrue(all.stream().noneMatch(row -> container.equals(row.get("container"))), all::toString);
    }

    /** A start that fails as it should, and soon. */
    private BerthProgram.Result refused(String container, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("jupyter", "start", "gpu1", container, "--no-open"));
        words.addAll(List.of(options));
        long begin = System.nanoTime();
        BerthProgram.Result told = berth.run(words.toArray(String[]::new));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(TOLD) < 0, () -> took + ": " + told);
        noRows(container);
        return told;
    }

    @Test
    void aContainerWithoutPython() throws Exception {
        refused(container("", "lab/busybox:1.35", "sleep infinity"))
                .fails(1, "There is no Jupyter in container truth-", "(image lab/busybox:1.35)", "pip install");
    }

    @Test
    void aReadOnlyRoot() throws Exception {
        refused(container("--read-only", LAB, "sleep infinity"))
                .fails(1, "Read-only file system", "Its user may not write there");
    }

    @Test
    void aFullDisk() throws Exception {
        String full =
                container("--tmpfs /full:size=64k -e TMPDIR=/full -e HOME=/full --shm-size=64k", LAB, "sleep infinity");
        in(full, "sh -c 'cat /dev/zero >/full/ballast; cat /dev/zero >/dev/shm/ballast; true'");
        refused(full).fails(1, "No space left on device", "docker system df");
    }

    @Test
    void aPortThatAnotherProcessHolds() throws Exception {
        String held = container("", LAB, "python3 -m http.server 8888");
        Watching.await(
                "the port is held",
                SOON,
                () -> !in(held, "sh -c \"grep ':22B8 00000000:0000 0A' /proc/net/tcp || true\"")
                        .isEmpty());
        refused(held, "--port", "8888").fails(1, "Port 8888 in " + held + " on gpu1 is taken", "Port 8889 is free");
    }

    @Test
    void aConfigurationThatCrashesIt() throws Exception {
        String crashing = container();
        in(
                crashing,
                "sh -c 'mkdir -p /root/.jupyter; echo \"c.ServerApp.answer_yes = 7\""
                        + " >/root/.jupyter/jupyter_server_config.py'");
        refused(crashing).fails(1, "JupyterLab 4.0.11 ended while it started", "answer_yes", "the configuration file");
    }

    /** The address that is opened now, and that it lets in. */
    private static void letsIn(String url) throws IOException {
        String status = url.replaceFirst("lab\\?", "api/status?");
        HttpURLConnection http = (HttpURLConnection) URI.create(status).toURL().openConnection();
        assertEquals(200, http.getResponseCode(), url.replaceFirst("token=.*", "token"));
    }

    private String opened(String container) throws Exception {
        return (String) berth.run("jupyter", "open", "gpu1", container, "--no-open", "--local-port", "auto", "--json")
                .ok()
                .object()
                .get("localUrl");
    }

    private static void answers(String container, String token) throws Exception {
        String ask = "python3 -c \"import urllib.request as r; r.urlopen('http://127.0.0.1:9003/api/status?token="
                + token + "')\" 2>&1 && echo yes || true";
        Watching.await(
                "the server answers", SOON, () -> in(container, ask).strip().equals("yes"));
    }

    @Test
    void aTokenThatIsRotatedUnderUs() throws Exception {
        String container = container();
        in(container, "sh -c '" + BY_HAND + "first0000 >/dev/null 2>&1 &'");
        try (Rows rows = rows(container)) {
            Map<?, ?> first = rows.ready(SOON, 0L);
            String url = opened(container);
            letsIn(url);
            in(container, "sh -c 'kill -9 " + first.get("pid") + "; " + BY_HAND + "other0000 >/dev/null 2>&1 &'");
            answers(container, "other0000");
            Map<?, ?> other = rows.ready(TOLD, first.get("pid"));
            assertNotEquals(null, other.get("localPort"), "its tunnel stays");
            String anew = opened(container);
            assertTrue(anew.endsWith("token=other0000"), anew);
            letsIn(anew);
        }
    }

    @Test
    void aServerThatIsKilledUnderUs() throws Exception {
        String container = container();
        Map<String, Object> server = started(container);
        try (Rows rows = rows(container)) {
            rows.ready(SOON, 0L);
            in(container, "kill -9 " + server.get("pid"));
            rows.gone();
        }
        berth.run("jupyter", "open", "gpu1", container).fails(3, "No Jupyter server runs in " + container);
    }

    private Map<String, Object> started(String container) throws Exception {
        return berth.run("jupyter", "start", "gpu1", container, "--no-open", "--local-port", "auto", "--json")
                .ok()
                .object();
    }

    @Test
    void aContainerThatIsRestarted() throws Exception {
        String bare = container();
        started(bare);
        try (Rows rows = rows(bare)) {
            rows.ready(SOON, 0L);
            Lab.run("exec", "gpu1", "docker restart -t 0 " + bare);
            rows.gone();
        }
        String serving = container("", LAB, BY_HAND + "same0000");
        try (Rows rows = rows(serving)) {
            Object started = rows.ready(SOON, 0L).get("started");
            letsIn(opened(serving));
            Lab.run("exec", "gpu1", "docker restart -t 0 " + serving);
            answers(serving, "same0000");
            Watching.await(
                    "the row is the new one's",
                    TOLD,
                    () -> rows.now().size() == 1
                            && ((Map<?, ?>) rows.now().getFirst()).get("state").equals("ready")
                            && !((Map<?, ?>) rows.now().getFirst())
                                    .get("started")
                                    .equals(started));
            letsIn(opened(serving));
        }
    }

    private void stopped(String container, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("jupyter", "stop", "gpu1", container));
        words.addAll(List.of(options));
        long begin = System.nanoTime();
        BerthProgram.Result told = berth.run(words.toArray(String[]::new)).ok();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(took.compareTo(STOPPED) < 0, () -> took + ": " + told);
        assertFalse(in(container, "sh -c 'cat /proc/[0-9]*/cmdline | tr \"\\0\" \" \"'")
                .contains("jupyter"));
        noRows(container);
    }

    private static void kernelThatHangs(String url) throws IOException {
        HttpURLConnection http = (HttpURLConnection)
                URI.create(url.replaceFirst("lab\\?", "api/kernels?")).toURL().openConnection();
        http.setRequestMethod("POST");
        assertEquals(201, http.getResponseCode());
    }

    @Test
    void aStopTakesNoLongerWhetherThePidOneReapsOrNot() throws Exception {
        for (String options : List.of("--init", "")) {
            String container = container(options, LAB, "sleep infinity");
            Map<String, Object> server = started(container);
            kernelThatHangs((String) server.get("localUrl"));
            Watching.await(
                    "its kernel runs",
                    SOON,
                    () -> !in(container, "sh -c 'pgrep -f ipykernel || true'").isEmpty());
            // it hears of no request to end
            in(container, "pkill -STOP -f ipykernel");
            stopped(container);
        }
    }

    @Test
    void anotherUsersServerIsStoppedByForceAlone() throws Exception {
        String container = container();
        in(container, "useradd -m ann");
        Lab.run(
                "exec",
                "gpu1",
                "docker exec -d -u ann -w /home/ann -e HOME=/home/ann " + container
                        + " jupyter lab --ip 0.0.0.0 --port 8890");
        try (Rows rows = rows(container)) {
            rows.ready(SOON, 0L);
        }
        berth.run("jupyter", "stop", "gpu1", container).fails(1, "was started by the user ann", "--force");
        BerthProgram.Result passedOver =
                berth.run("jupyter", "stop", "gpu1", container, "--all").ok();
        assertTrue(passedOver.err().contains("is left alone"), passedOver::toString);
        stopped(container, "--force");
    }

    @Test
    void oneOnAUnixSocketIsOpenedThroughATunnel() throws Exception {
        String container = container();
        in(container, "sh -c 'jupyter lab --allow-root --ServerApp.sock=/tmp/j.sock >/dev/null 2>&1 &'");
        try (Rows rows = rows(container)) {
            assertEquals("/tmp/j.sock", rows.ready(SOON, 0L).get("socket"));
        }
        letsIn(opened(container));
        Map<String, Object> tunnel =
                berth.run("tunnel", "list", "--json").ok().rows().getFirst();
        assertEquals("relay", tunnel.get("way"));
        assertEquals("/tmp/j.sock", tunnel.get("remote"));
        stopped(container);
        assertEquals(List.of(), berth.run("tunnel", "list", "--json").ok().rows());
    }

    @Test
    void theAddressIsCopiedWhereThereIsNoBrowser() throws Exception {
        String container = container();
        String url = (String) started(container).get("localUrl");
        try (PtySession terminal = berth.screen(200, 20, "jupyter", "open", "gpu1", container)) {
            assertEquals(0, terminal.exitCode(SOON));
            String copied =
                    java.util.Base64.getEncoder().encodeToString(url.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertTrue(terminal.rawOutput().contains("\033]52;c;" + copied + "\007"), terminal::rawOutput);
            assertTrue(terminal.rawOutput().contains("copied to your clipboard"), terminal::rawOutput);
        }
        BerthProgram.Result piped =
                berth.run("jupyter", "open", "gpu1", container).ok();
        assertEquals(url, piped.out().strip(), "a script gets the address alone");
    }
}
