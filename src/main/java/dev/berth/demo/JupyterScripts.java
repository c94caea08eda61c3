package dev.berth.demo;

import dev.berth.api.Json;
import dev.berth.demo.DemoCall.Program;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The scripts by which Berth finds, starts and stops Jupyter. Their parameters are shell variables set in their first
 * lines; each is known by what it says of itself in a comment or function of its own.
 */
final class JupyterScripts {
    private JupyterScripts() {}

    static void addTo(Map<String, Program> scripts) {
        scripts.put("our_record()", JupyterScripts::servers);
        scripts.put("find_jupyter()", JupyterStart::run);
        scripts.put("end_tree()", JupyterScripts::stop);
        scripts.put("NSpid:) echo \"pids", JupyterScripts::scan);
        scripts.put("of_process()", JupyterScripts::log);
    }

    /** The variables set before the script proper. */
    static Map<String, String> parameters(DemoCall call) {
        Map<String, String> found = new LinkedHashMap<>();
        ShellWords words = new ShellWords(call.words().getFirst());
        for (String word = words.next(); word != null && word.matches("(?s)[A-Z_]+=.*"); word = words.next()) {
            int equals = word.indexOf('=');
            found.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return found;
    }

    /** On the host: which processes are Jupyter's, in all places. */
    private static int scan(DemoCall call) throws IOException {
        StringBuilder text = new StringBuilder("user 1000\n");
        for (DemoProcess process : call.world().processes()) {
            if (process.line().contains("jupyter-lab")) {
                text.append("process ").append(process.pid()).append('\n');
                times(text, call.world(), process);
                text.append("uid ").append(process.uid()).append('\n');
                text.append("user ").append(process.user()).append('\n');
                text.append("pids ").append(process.pid());
                if (process.innerPid() != process.pid()) {
                    text.append(' ').append(process.innerPid());
                }
                text.append("\ncgroup ")
                        .append(SmiScripts.controlGroup(call.world(), process))
                        .append('\n');
                process.argv().forEach(word -> text.append("arg ").append(word).append('\n'));
            }
        }
        call.print(text.append("end\n").toString());
        return 0;
    }

    private static void times(StringBuilder text, DemoWorld world, DemoProcess process) {
        text.append("ticks ").append(process.ticks(world.boot())).append('\n');
        text.append("started ").append(process.started().getEpochSecond()).append('\n');
    }

    /** Beside them: what each server wrote about itself, and where it listens. */
    private static int servers(DemoCall call) throws IOException {
        String wanted = " " + parameters(call).getOrDefault("PIDS", "").strip() + " ";
        StringBuilder text = new StringBuilder("now " + Instant.now().getEpochSecond() + "\n");
        for (DemoJupyter server : call.place().servers()) {
            if (wanted.isBlank() || wanted.contains(" " + server.process().innerPid() + " ")) {
                describe(text, call, server);
            }
        }
        call.print(text.append("end\n").toString());
        return 0;
    }

    private static void describe(StringBuilder text, DemoCall call, DemoJupyter server) {
        DemoProcess process = server.process();
        JupyterPlan plan = server.plan();
        text.append("server ").append(process.innerPid()).append('\n');
        times(text, call.world(), process);
        process.argv().forEach(word -> text.append("arg ").append(word).append('\n'));
        text.append("directory ").append(plan.root()).append('\n');
        text.append("listen ").append(HostScripts.address(server)).append('\n');
        if (!plan.own().isEmpty()) {
            text.append("ours ").append(plan.own()).append('\n');
            text.append("record port ").append(plan.port()).append('\n');
            text.append("record base ").append(plan.basePath()).append('\n');
            text.append("record kind lab\nrecord version ")
                    .append(call.place().jupyterVersion())
                    .append('\n');
            text.append("token ").append(plan.token()).append('\n');
        }
        text.append(file(server, process));
    }

    /** jpserver-PID.json. */
    static String file(DemoJupyter server, DemoProcess process) {
        JupyterPlan plan = server.plan();
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("base_url", plan.basePath());
        file.put("hostname", plan.loopbackOnly() ? "127.0.0.1" : "0.0.0.0");
        file.put("password", false);
        file.put("pid", process.innerPid());
        file.put("port", plan.port());
        file.put("root_dir", plan.root());
        file.put("secure", false);
        file.put("sock", "");
        file.put("token", plan.token());
        file.put("url", String.format(Locale.ROOT, "http://localhost:%d%s", plan.port(), plan.basePath()));
        file.put("version", server.version());
        return "json " + Json.write(file) + "\n";
    }

    /** {@code sh OWN/run}: begins a start that was prepared. */
    static int launch(DemoCall call, String path) throws IOException {
        JupyterPlan plan = call.place().planned().get(path.substring(0, path.length() - "/run".length()));
        if (plan == null) {
            return call.fail(2, "sh: cannot open " + path + "\n");
        }
        JupyterStart.launched(call.place(), plan);
        return 0;
    }

    /** Names the processes, lets the server end by itself for as long as it is given, then ends it. */
    private static int stop(DemoCall call) throws IOException {
        Map<String, String> parameters = parameters(call);
        call.place().planned().remove(parameters.getOrDefault("OWN", ""));
        DemoJupyter server = wanted(call, parameters);
        if (server != null) {
            call.print("tree " + server.process().innerPid() + ":"
                    + server.process().ticks(call.world().boot()) + "\n");
            await(server, parameters.getOrDefault("PATIENCE", "0"));
            server.shutdown();
        }
        call.print("gone\n");
        return 0;
    }

    private static @Nullable DemoJupyter wanted(DemoCall call, Map<String, String> parameters) {
        String own = parameters.getOrDefault("OWN", "");
        for (DemoJupyter server : call.place().servers()) {
            boolean named = own.isEmpty()
                    ? String.valueOf(server.process().innerPid()).equals(parameters.get("PID"))
                    : own.equals(server.plan().own());
            if (named) {
                return server;
            }
        }
        return null;
    }

    private static void await(DemoJupyter server, String tenths) {
        try {
            boolean alone = server.ended().await(100L * Integer.parseInt(tenths), TimeUnit.MILLISECONDS);
            if (alone) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static int log(DemoCall call) throws IOException {
        Map<String, String> parameters = parameters(call);
        for (DemoJupyter server : call.place().servers()) {
            if (String.valueOf(server.port()).equals(parameters.get("PORT"))
                    || String.valueOf(server.process().innerPid()).equals(parameters.get("PID"))) {
                call.print("log\n" + String.join("\n", logOf(server)) + "\n");
                return 0;
            }
        }
        call.print("none\n");
        return 0;
    }

    private static List<String> logOf(DemoJupyter server) {
        return List.of(
                "[I ServerApp] jupyterlab | extension was successfully loaded. (Berth's demo)",
                "[I ServerApp] Serving notebooks from local directory: "
                        + server.plan().root(),
                "[I ServerApp] Jupyter Server " + server.version() + " is running at:",
                "[I ServerApp] http://127.0.0.1:" + server.port()
                        + server.plan().basePath() + "lab?token=...");
    }
}
