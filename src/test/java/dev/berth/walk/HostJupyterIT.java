package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * JupyterLab on a box itself, without Docker: a Python from the lab's image, laid out as {@code uv} and {@code venv} lay it
 * out, in an environment of the directory that is served, on nobody's PATH.
 */
@Timeout(600)
class HostJupyterIT {
    private static final String LAY_OUT = """
            set -e
            mkdir -p /opt/jl
            docker exec train tar -C / -c usr/bin/python3 usr/bin/python3.13 usr/lib/python3 usr/lib/python3.13 \
              usr/lib/x86_64-linux-gnu usr/share/jupyter etc/jupyter | tar -C /opt/jl -x
            mkdir -p /home/dev/project/.venv/bin
            cat >/home/dev/project/.venv/bin/jupyter-lab <<'SCRIPT'
            #!/bin/sh
            export PYTHONHOME=/opt/jl/usr LD_LIBRARY_PATH=/opt/jl/usr/lib/x86_64-linux-gnu
            exec /opt/jl/usr/bin/python3 -m jupyterlab "$@"
            SCRIPT
            chmod 755 /home/dev/project/.venv/bin/jupyter-lab
            chown -R dev: /home/dev/project
            """;

    private BerthProgram berth;

    @BeforeAll
    static void lab() throws IOException {
        Lab.assumeUp();
        Lab.run("exec", "gpu1", LAY_OUT);
    }

    @AfterAll
    static void cleared() throws IOException {
        Lab.run("exec", "gpu1", "rm -rf /opt/jl /home/dev/project /home/dev/.local/share/jupyter /home/dev/.ipython");
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
    }

    @AfterEach
    void end() throws Exception {
        berth.run("jupyter", "stop", "gpu1", "--all");
        berth.close();
    }

    private List<Map<String, Object>> servers() throws Exception {
        return berth.run("jupyter", "list", "gpu1", "--json").ok().rows();
    }

    @Test
    void theEnvironmentOfTheDirectoryIsFoundStartedAndStopped() throws Exception {
        Map<String, Object> started = berth.run(
                        "jupyter", "start", "gpu1", "--dir", "~/project", "--no-open", "--local-port", "auto", "--json")
                .ok()
                .object();
        assertEquals("lab", started.get("kind"));
        assertEquals("4.0.11", started.get("version"));
        assertEquals("/home/dev/project", started.get("root"));
        assertNull(started.get("container"));
        Map<String, Object> found = servers().getFirst();
        assertEquals("ready", found.get("state"));
        assertEquals("dev", found.get("user"));
        BerthProgram.Result log = berth.run("jupyter", "log", "gpu1").ok();
        assertTrue(log.out().contains("is running at:"), log::toString);

        berth.run("jupyter", "stop", "gpu1").ok();
        assertEquals(List.of(), servers());
        assertEquals("", Lab.run("exec", "gpu1", "pgrep -u dev -f jupyterlab || true"));
    }

    @Test
    void aHostWithoutJupyterSaysHowToGetIt() throws Exception {
        berth.run("jupyter", "start", "gpu1", "--no-open")
                .fails(1, "There is no Jupyter on gpu1.", "pip install jupyterlab");
    }
}
