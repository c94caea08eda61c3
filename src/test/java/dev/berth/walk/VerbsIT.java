package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The main job by verbs alone, on the lab's real boxes. */
class VerbsIT extends LabWalk {
    @AfterAll
    static void reset() throws IOException {
        Lab.run("reset");
    }

    private static int httpStatus(String url) throws IOException {
        HttpURLConnection http = (HttpURLConnection) URI.create(url).toURL().openConnection();
        http.setConnectTimeout(60_000);
        http.setReadTimeout(60_000);
        try {
            return http.getResponseCode();
        } finally {
            http.disconnect();
        }
    }

    private static Map<String, Object> named(List<Map<String, Object>> rows, String field, Object value) {
        return rows.stream()
                .filter(row -> value.equals(row.get(field)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + field + " " + value + " in " + rows));
    }

    @Test
    void hostsAreListedAndNoneIsContacted() throws Exception {
        List<Map<String, Object>> hosts = berth.run("hosts", "--json").ok().rows();
        assertEquals("off", named(hosts, "host", "gpu1").get("state"));
        assertTrue(hosts.stream().allMatch(host -> host.get("state").equals("off")));
    }

    @Test
    void containersAndGpusOfABoxAreSeen() throws Exception {
        List<Map<String, Object>> containers =
                berth.run("ps", "gpu1", "--all", "--json").ok().rows();
        assertEquals(
                Map.of("all", true, "devices", List.of()),
                withoutNulls(named(containers, "name", "cont1").get("gpus")));
        assertEquals(
                List.of("0", "2"),
                ((Map<?, ?>) named(containers, "name", "train").get("gpus")).get("devices"));
        assertEquals("exited", named(containers, "name", "stopped").get("state"));
        assertNull(named(containers, "name", "plain").get("gpus"));

        List<Map<String, Object>> gpus =
                berth.run("gpus", "gpu1", "--json").ok().rows();
        assertEquals(8, gpus.size());
        List<?> processes = (List<?>) gpus.getFirst().get("processes");
        assertEquals("train", ((Map<?, ?>) processes.getFirst()).get("container"));
        assertEquals(
                "up",
                named(berth.run("hosts", "--json").ok().rows(), "host", "gpu1").get("state"));
    }

    private static Map<?, ?> withoutNulls(Object map) {
        Map<?, ?> copy = new java.util.HashMap<>((Map<?, ?>) map);
        copy.values().removeIf(java.util.Objects::isNull);
        return copy;
    }

    @Test
    void jupyterStartsOpensAndStopsWithoutAPublishedPort() throws Exception {
        startOpenStop("train", "address");
    }

    @Test
    void jupyterStartsOpensAndStopsWithAPublishedPort() throws Exception {
        startOpenStop("cont1", "published");
    }

    @Test
    void jupyterStartsOpensAndStopsOnHostNetworking() throws Exception {
        startOpenStop("hostnet", "host");
    }

    @Test
    void theOldNotebookStartsOpensAndStops() throws Exception {
        startOpenStop("old", "published");
    }

    private void startOpenStop(String container, String way) throws Exception {
        Map<String, Object> server = berth.run(
                        "jupyter", "start", "gpu1", container, "--no-open", "--local-port", "auto", "--json")
                .ok()
                .object();
        String url = (String) server.get("localUrl");
        assertEquals("ready", server.get("state"));
        assertEquals(200, httpStatus(url));
        assertEquals(403, httpStatus(url.replaceFirst("/(lab|tree)\\?.*", "/api/status")), "without the token");

        List<Map<String, Object>> found =
                berth.run("jupyter", "list", "gpu1", "--json").ok().rows();
        assertEquals(server.get("port"), named(found, "container", container).get("port"));
        assertFalse(berth.run("jupyter", "list", "gpu1", "--json").out().contains("token"));

        String localPort = String.valueOf(server.get("localPort"));
        Map<String, Object> tunnel =
                berth.run("tunnel", "show", localPort, "--json").ok().object();
        assertEquals("up", tunnel.get("state"));
        assertEquals(way, tunnel.get("way"));

        Map<String, Object> again = berth.run("jupyter", "open", "gpu1", container, "--no-open", "--json")
                .ok()
                .object();
        assertEquals(url, again.get("localUrl"), "the tunnel is reused");

        berth.run("jupyter", "stop", "gpu1", container).ok();
        assertTrue(berth.run("jupyter", "list", "gpu1", "--json").ok().rows().stream()
                .noneMatch(row -> container.equals(row.get("container"))));
        berth.run("tunnel", "show", localPort).fails(3);
        berth.run("jupyter", "stop", "gpu1", container).fails(3, "No Jupyter server runs in " + container);
    }

    @Test
    void aTunnelReachesAPortOfAContainerAndIsSwitchedAndRemoved() throws Exception {
        Map<String, Object> tunnel = berth.run(
                        "tunnel", "add", "cpu1/web", "80", "--local-port", "18080", "--name", "web", "--wait", "--json")
                .ok()
                .object();
        assertEquals("127.0.0.1:18080", tunnel.get("local"));
        assertEquals("up", tunnel.get("state"));
        assertEquals(200, httpStatus("http://127.0.0.1:18080/"));

        assertEquals(
                "off",
                berth.run("tunnel", "stop", "web", "--json").ok().object().get("state"));
        assertRefused("http://127.0.0.1:18080/");
        berth.run("tunnel", "start", "18080").ok();
        assertEquals(200, httpStatus("http://127.0.0.1:18080/"));
        berth.run("tunnel", "add", "cpu1/web", "80", "--local-port", "18080").fails(1, "18080", "Berth");
        berth.run("tunnel", "rm", "web").ok();
        assertEquals(List.of(), berth.run("tunnel", "list", "--json").ok().rows());
    }

    private static void assertRefused(String url) {
        try {
            httpStatus(url);
        } catch (IOException refused) {
            return;
        }
        throw new AssertionError("still answered: " + url);
    }

    @Test
    void aCommandsStreamsAndExitCodePassThrough() throws Exception {
        assertEquals(
                "hello\n",
                berth.feed("hello\n", "exec", "gpu1", "--", "cat").ok().out());
        assertEquals(
                7,
                berth.run("exec", "gpu1", "train", "--", "sh", "-c", "exit 7").exit());
        assertEquals(
                "train\n",
                berth.run("exec", "gpu1/train", "--", "hostname").out().replaceAll("^[0-9a-f]{12}", "train"));
        berth.run("exec", "gone", "--", "true").fails(255);
    }

    @Test
    void whatFailsIsASentenceWithItsExitCode() throws Exception {
        berth.run("ps", "nosuchhost").fails(3, "nosuchhost");
        berth.run("ps", "nowhere").fails(5, "does-not-resolve.invalid");
        berth.run("ps", "gone").fails(5, "2022");
        berth.run("ps", "gpu1-wronguser").fails(4, "password");
        berth.run("ps", "gpu1-changed").fails(5, "ssh-keygen -R");
        berth.run("ps", "gpu1-newkey", "--no-input").fails(4);
        berth.run("ps", "gpu1-denied").fails(1, "docker");
        berth.run("ps", "bare").fails(1, "Docker");
        berth.run("gpus", "cpu1").fails(1, "nvidia-smi");
        berth.run("jupyter", "start", "gpu1", "plain", "--no-open").fails(1, "plain");
        berth.run("jupyter", "start", "gpu1", "stopped", "--no-open").fails(1, "stopped");
        berth.run("jupyter", "start", "gpu1", "nosuch", "--no-open").fails(3, "nosuch");
        berth.run("jupyter", "start", "gpu1", "train", "--no-open", "--local-port", "auto", "--", "--no-such-option=1")
                .fails(1, "train", "unrecognized arguments", "--no-such-option=1");
        berth.run("tunnel", "show", "nosuch").fails(3, "nosuch");
        berth.run("tunnel", "add", "gpu1", "eighty").fails(2, "eighty");
        berth.run("nosuchverb", "x").fails(2);
        berth.run("ps", "--nosuchoption").fails(2, "--nosuchoption");
        assertTrue(berth.run("ps", "nosuchhost", "--json").err().contains("\"code\":\"host-unknown\""));
    }

    @Test
    void aDriverMismatchIsTold() throws Exception {
        Lab.run("gpu-mode", "gpu1", "mismatch");
        try {
            berth.run("gpus", "gpu1").fails(1, "gpu1");
        } finally {
            Lab.run("gpu-mode", "gpu1", "ok");
        }
    }

    @Test
    void tunnelsComeBackAfterTheAgentWasKilled() throws Exception {
        berth.run("tunnel", "add", "cpu1/web", "80", "--local-port", "18081", "--wait")
                .ok();
        Object pid = ((Map<?, ?>) berth.run("info", "--json").ok().object().get("agent")).get("pid");
        assertNotNull(pid);
        ProcessHandle agent = ProcessHandle.of(((Number) pid).longValue()).orElseThrow();
        agent.destroyForcibly();
        agent.onExit().join();
        assertEquals(1, berth.run("tunnel", "list", "--json").ok().rows().size());
        berth.run("connect", "cpu1").ok();
        assertEquals(200, httpStatus("http://127.0.0.1:18081/"));
    }

    @Test
    void theAgentEndsAllWhenItIsStopped() throws Exception {
        berth.run("tunnel", "add", "cpu1/web", "80", "--local-port", "18082", "--wait")
                .ok();
        berth.run("agent", "stop").ok();
        assertRefused("http://127.0.0.1:18082/");
        assertEquals(1, berth.run("agent", "status").exit());
        assertEquals(List.of(), berth.run("tunnel", "list", "--json").ok().rows());
    }

    @Test
    void infoHelpAndCompletionStartNoAgent() throws Exception {
        for (List<String> verb : List.of(
                List.of("info"),
                List.of("--help"),
                List.of("jupyter", "start", "--help"),
                List.of("completion", "bash"),
                List.of("completion", "fish"),
                List.of("shell-init", "zsh"),
                List.of("--version"))) {
            berth.run(verb.toArray(String[]::new)).ok();
        }
        assertNull(berth.run("info", "--json").ok().object().get("agent"));
    }

    @Test
    void theGuidesFunctionsWorkInARealShell() throws Exception {
        Path browser = berth.home().resolve("browser");
        Path browsed = berth.home().resolve("browsed");
        Files.writeString(browser, "#!/bin/sh\necho \"$1\" > " + browsed + "\n");
        assertTrue(browser.toFile().setExecutable(true));
        berth.with("BROWSER", browser.toString());
        String directory = Path.of(berth.line().getFirst()).getParent().toString();
        String script = "PATH=" + directory + ":$PATH\n"
                + "eval \"$(" + String.join(" ", berth.line("shell-init", "bash")) + ")\"\n"
                + "HOSTNAME=gpu1 CONTAINER=cont1 PCONT=9999\n"
                + "jlr & jlr=$!\n"
                + "for i in $(seq 200); do " + String.join(" ", berth.line("jupyter", "list", "gpu1", "--json"))
                + " 2>/dev/null | grep -q '\"state\":\"ready\"' && break; done\n"
                + "jll; jlk; wait $jlr\n";
        BerthProgram.Result result = berth.start("", List.of("bash", "-c", script));
        assertTrue(
                result.out().contains("URL that will open in your browser:\nhttp://127.0.0.1:9999/"), result::toString);
        assertTrue(result.out().contains("Running command"), result::toString);
        assertFalse(result.err().contains("berth:"), result::toString);
        assertTrue(result.out().contains("is running at:"), "jlr shows the log");
        assertTrue(Files.exists(browsed), "jll opens the browser");
    }
}
