package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guide's three shell functions, call by call: what the old one did (measured against JupyterLab 4.0, Docker 26), and
 * what ours does. In real shells, against a real box.
 *
 * <pre>
 * call              the old one                                          ours
 * jlr               starts JupyterLab, its log live                      the same
 * jlr, again        a second server on another port, silently            refused with the port's holder; the first stays
 * jlr, Ctrl-C       the terminal is free, the server stays by accident   the same, said so
 * jlr old           "jupyter: command 'jupyter-lab' not found"           starts the notebook that is there
 * jlr train         unreachable: the port is not published               works: the tunnel finds the container's address
 * jll               no URL: there is no jupyter notebook beside Lab 4    prints and opens the URL
 * jll, again        one more ssh that stays                              the same tunnel
 * jll before jlr    a tunnel to nowhere and the browser without a URL    says that none runs, and how to start one
 * jlk               not found, or ten seconds                            stopped, its tunnel goes with it
 * jlk, again        an error of Jupyter's                                says that none runs
 * </pre>
 */
@Timeout(900)
class FunctionsIT {
    private BerthProgram berth;
    private Path opened;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    private void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
        opened = berth.home().resolve("opened");
        Path browser = berth.home().resolve("browser");
        Files.writeString(browser, "#!/bin/sh\necho \"$1\" >> " + opened + "\n");
        assertTrue(browser.toFile().setExecutable(true));
        berth.with("BROWSER", browser.toString());
    }

    @AfterEach
    void end() throws Exception {
        if (berth != null) {
            berth.run("jupyter", "stop", "gpu1", "--all");
            berth.close();
        }
        Lab.run("reset");
    }

    /** With the functions loaded and {@code ready PORT CONTAINER}, which waits for a server. */
    private BerthProgram.Result shell(String name, String script) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin", name)) || Files.isExecutable(Path.of("/usr/bin", name)),
                "no " + name + " here");
        world();
        String list = String.join(" ", berth.line("jupyter", "list", "gpu1", "--json"));
        String whole = "PATH=" + Path.of(berth.line().getFirst()).getParent() + ":$PATH\n"
                + "eval \"$(" + String.join(" ", berth.line("shell-init", name)) + ")\"\n"
                + "ready() { for i in $(seq 300); do " + list
                + " 2>/dev/null | grep -q '\"port\":'\"$1\"'.*\"state\":\"ready\"' && return; done; echo never ready; }\n"
                + "HOSTNAME=gpu1\n" + script;
        return berth.start("", List.of(name, "-c", whole));
    }

    private List<Map<String, Object>> tunnels() throws Exception {
        return berth.run("tunnel", "list", "--json").ok().rows();
    }

    private List<Map<String, Object>> servers() throws Exception {
        return berth.run("jupyter", "list", "gpu1", "--json").ok().rows();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void eachCallOnceAndOnceMore(String shell) throws Exception {
        BerthProgram.Result told = shell(shell, """
                jll; echo "jll without a server: $?"
                jlr > log 2>&1 & jlr=$!
                ready 9999
                jlr; echo "jlr again: $?"
                jll; echo "jll: $?"
                jll; echo "jll again: $?"
                kill $jlr
                """.replace("> log", "> $XDG_RUNTIME_DIR/log"));
        assertTrue(told.out().contains("jll without a server: 3"), told::toString);
        assertTrue(told.err().contains("No Jupyter server runs in cont1 on gpu1"), told::toString);
        assertTrue(told.err().contains("berth jupyter start gpu1 cont1"), told::toString);
        assertTrue(told.out().contains("jlr again: 1"), told::toString);
        assertTrue(told.err().contains("Port 9999 in cont1 on gpu1 is taken by JupyterLab"), told::toString);
        assertTrue(told.out().contains("jupyter start gpu1 cont1 --port 9999 --no-open'"), told::toString);
        assertTrue(told.out().contains("URL that will open in your browser:\nhttp://127.0.0.1:9999/"), told::toString);
        assertTrue(told.out().contains("jll again: 0"), told::toString);
        assertFalse(told.out().contains("never ready"), told::toString);
        String log = Files.readString(berth.home().resolve("run/log"));
        assertTrue(log.contains("is running at:"), log);
        assertEquals(2, Files.readAllLines(opened).size(), "each jll opens the browser");
        assertEquals(1, tunnels().size(), "and both use one tunnel");
        assertEquals(1, servers().size(), "the end of jlr leaves the server");

        BerthProgram.Result ended = berth.start(
                "",
                List.of(
                        shell,
                        "-c",
                        "PATH=" + Path.of(berth.line().getFirst()).getParent() + ":$PATH\n" + "eval \"$("
                                + String.join(" ", berth.line("shell-init", shell)) + ")\"\nHOSTNAME=gpu1\n"
                                + "jlk; echo \"jlk: $?\"; jlk; echo \"jlk again: $?\""));
        assertTrue(ended.out().contains("jlk: 0"), ended::toString);
        assertTrue(ended.out().contains("jlk again: 3"), ended::toString);
        assertTrue(ended.err().contains("No Jupyter server runs in cont1 on gpu1"), ended::toString);
        assertEquals(List.of(), servers());
        assertEquals(List.of(), tunnels());
    }

    /** Where the old ones failed: an image without JupyterLab, a port that is not published. */
    @ParameterizedTest
    @CsvSource({"old, notebook, 8888", "train, lab, 9321"})
    void theContainerNamedOnceStaysAndNeedsNeitherLabNorAPublishedPort(String container, String kind, int port)
            throws Exception {
        BerthProgram.Result told = shell("bash", """
                PCONT=%d
                jlr %s > $XDG_RUNTIME_DIR/log 2>&1 & jlr=$!
                ready %d
                CONTAINER=%s
                jll
                kill $jlr
                """.formatted(port, container, port, container));
        assertTrue(
                told.out().contains("URL that will open in your browser:\nhttp://127.0.0.1:" + port + "/"),
                told::toString);
        assertEquals(kind, servers().getFirst().get("kind"));
        assertEquals(container, servers().getFirst().get("container"));
    }
}
