package dev.berth.demo;

import dev.berth.demo.DemoCall.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Understands what Berth's rooms run on a host and in containers, and a few words that a visitor may type; all answered
 * from the {@link DemoWorld}. No shell is behind it.
 *
 * <p>A script of a room is known by a piece of its text: each room keeps its own, and changes there show in a test here.
 */
final class DemoShell {
    static final String NOT_KNOWN = "demo: command not known\n";

    private final DemoWorld world;
    /** Pieces of scripts, the first that fits counts. */
    private final Map<String, Program> scripts = new LinkedHashMap<>();

    private final Map<String, Program> words = new LinkedHashMap<>();

    DemoShell(DemoWorld world) {
        this.world = world;
        scripts.put("berth-engine ", HostScripts::engine);
        scripts.put("--query-compute-apps=", SmiScripts::run);
        JupyterScripts.addTo(scripts);
        scripts.put("first_pids", HostScripts::ports);
        scripts.put("/net/tcp", HostScripts::listeners);
        scripts.put("/proc/loadavg", HostScripts::vitals);
        scripts.put("/etc/ssh/sshd_config", HostScripts::doctor);
        scripts.put("setsid", HostScripts::detached);
        scripts.put("exec bash", call -> new DemoPrompt(this, call, true).run());
        VisitorWords.addTo(words);
        words.put("nvidia-smi", NvidiaSmiPlayer::run);
        words.put("sh", this::shell);
        words.put("bash", this::shell);
    }

    DemoWorld world() {
        return world;
    }

    int run(DemoCall call) throws IOException {
        List<String> argv = call.words();
        Program program = argv.isEmpty() ? null : words.get(baseName(argv.getFirst()));
        return program == null ? call.fail(DemoCall.NOT_FOUND, NOT_KNOWN) : program.run(call);
    }

    /** A host's login shell gets a line in place of words. */
    int runLine(DemoCall call, String line) throws IOException {
        List<String> argv = ShellWords.plain(line);
        return argv == null ? call.fail(DemoCall.NOT_FOUND, NOT_KNOWN) : run(call.with(argv));
    }

    /** {@code sh -c SCRIPT NAME PARAMETERS}, {@code sh -s PARAMETERS} with the script as input, or {@code sh FILE}. */
    private int shell(DemoCall call) throws IOException {
        List<String> argv = call.words();
        String first = argv.size() > 1 ? argv.get(1) : "";
        if (first.equals("-c") || first.equals("-lc")) {
            return argv.size() < 3 ? 2 : script(call, argv.get(2), argv.subList(Math.min(4, argv.size()), argv.size()));
        }
        if (first.equals("-s")) {
            int from = argv.size() > 2 && argv.get(2).equals("--") ? 3 : 2;
            return script(call, call.script(), argv.subList(from, argv.size()));
        }
        if (first.endsWith("/run")) {
            return JupyterScripts.launch(call, first);
        }
        return call.fail(DemoCall.NOT_FOUND, NOT_KNOWN);
    }

    private int script(DemoCall call, String text, List<String> parameters) throws IOException {
        List<String> handed = new ArrayList<>(List.of(text));
        handed.addAll(parameters);
        Program program = known(text);
        return program == null ? runLine(call, text) : program.run(call.with(handed));
    }

    private @Nullable Program known(String text) {
        for (Map.Entry<String, Program> script : scripts.entrySet()) {
            if (text.contains(script.getKey())) {
                return script.getValue();
            }
        }
        return null;
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
