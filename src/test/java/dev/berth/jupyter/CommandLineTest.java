package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.JupyterServer.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static @Nullable CommandLine of(String line) {
        return CommandLine.of(List.of(line.split(" ", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "LAB, /usr/bin/python3 /usr/bin/jupyter-lab --ip 0.0.0.0",
        "LAB, /opt/conda/bin/python3.11 -Xfrozen_modules=off /opt/conda/bin/jupyter-lab",
        "LAB, python -m jupyterlab --no-browser",
        "LAB, python -X dev -u -m jupyterlab.labapp",
        "LAB, /opt/conda/bin/python /opt/conda/bin/jupyter-labhub",
        "SERVER, python3 /usr/bin/jupyter-server",
        "SERVER, python3 -m jupyter_server",
        "SERVER, /opt/conda/bin/python /opt/conda/bin/jupyterhub-singleuser --ip=0.0.0.0",
        "NOTEBOOK, /usr/bin/python3 /usr/bin/jupyter-notebook --port 9999",
        "NOTEBOOK, python3 -m notebook",
        "NOTEBOOK, /usr/local/bin/jupyter-notebook",
    })
    void aServerIsKnownByItsProgram(Kind kind, String line) {
        CommandLine command = of(line);
        assertNotNull(command);
        assertEquals(kind, command.kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/python3 -m ipykernel_launcher -f /root/.local/share/jupyter/runtime/kernel-1.json",
                "grep -l -E jupyter|notebook /proc/1/cmdline",
                "sh -s berth-servers",
                "bash -c jupyter-lab",
                "tini -- jupyter-lab",
                "sudo jupyter-notebook",
                "vim jupyter-lab",
                "python3 notebook",
                "python3 train.py --notebook jupyter-lab",
                "python3 -c jupyter-lab",
                "/usr/bin/python3 /usr/bin/jupyter-server list",
                "/usr/bin/python3 /usr/bin/jupyter-notebook stop 8888",
                "/usr/bin/python3 /usr/bin/jupyter-lab --version",
                "python3 -m",
                "",
            })
    void whatOnlySpeaksOfJupyterIsNone(String line) {
        assertNull(of(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jupyter-lab --port 9999 --ServerApp.base_url=/x",
                "jupyter-lab --port=9999 --NotebookApp.base_url=/x",
                "jupyter-lab --ServerApp.port=9999 --LabApp.base_url=/x",
                "jupyter-lab --port=1 --port=9999 --ServerApp.base_url=/y --ServerApp.base_url=/x"
            })
    void portAndBasePathAreReadHoweverTheyAreSpelt(String line) {
        CommandLine command = of(line);
        assertNotNull(command);
        assertEquals(9999, command.port());
        assertEquals("/x", command.basePath());
    }

    @Test
    void aLineWithoutAPortSaysNone() {
        CommandLine command = of("jupyter-lab --port --ip=0.0.0.0 --port-x=1");
        assertNotNull(command);
        assertNull(command.port());
    }
}
