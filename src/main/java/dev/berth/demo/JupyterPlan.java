package dev.berth.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A Jupyter server as it was asked for.
 *
 * @param basePath with a slash at both ends
 * @param own Berth's directory for it; empty where another started it
 */
record JupyterPlan(String own, int port, String basePath, String root, boolean loopbackOnly, String token) {

    List<String> options(String user) {
        List<String> words = new ArrayList<>(List.of(
                "--no-browser",
                "--ip=" + (loopbackOnly ? "127.0.0.1" : "0.0.0.0"),
                "--port=" + port,
                "--ServerApp.port_retries=0",
                "--ServerApp.base_url=" + basePath,
                "--ServerApp.root_dir=" + root));
        if (user.equals("root")) {
            words.add("--allow-root");
        }
        return words;
    }

    List<String> argv(String user) {
        List<String> argv = new ArrayList<>(List.of("/usr/bin/python3", "/usr/local/bin/jupyter-lab"));
        argv.addAll(options(user));
        return argv;
    }
}
