package dev.berth.demo;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The script that finds what Jupyter there is, chooses a port, prepares a start and watches it come up. Who called runs
 * what was prepared, by a command of its own, when the script says so.
 */
final class JupyterStart {
    private static final int TOKEN_BYTES = 24;
    private static final int DEFAULT_PORT = 8888;
    private static final int LAST_PORT = 65535;
    private static final Duration LOOK = Duration.ofMillis(20);

    private final DemoCall call;
    private final DemoPlace place;
    private final Map<String, String> parameters;

    private JupyterStart(DemoCall call) {
        this.call = call;
        this.place = call.place();
        this.parameters = JupyterScripts.parameters(call);
    }

    static int run(DemoCall call) throws IOException {
        new JupyterStart(call).run();
        return 0;
    }

    static void launched(DemoPlace place, JupyterPlan plan) {
        DemoJupyter.start(place, plan, Instant.now());
        place.planned().remove(plan.own());
    }

    private void run() throws IOException {
        if (place.jupyterVersion().isEmpty()) {
            call.print("none\n");
            return;
        }
        JupyterPlan plan = plan();
        if (plan == null) {
            return;
        }
        call.print(facts(plan));
        if (text("MODE").equals("plan")) {
            call.print("planned\n");
            return;
        }
        place.planned().put(plan.own(), plan);
        call.print("token " + plan.token() + "\nprepared " + plan.own() + "\n");
        watch(plan);
    }

    private String text(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** Null where the port asked for is taken, which was said then. */
    private @Nullable JupyterPlan plan() throws IOException {
        int port = port();
        if (port < 0) {
            return null;
        }
        String where = text("WHERE");
        String root = where.isEmpty() ? place.directory() : where.replaceFirst("^~", place.home());
        return new JupyterPlan(
                "/tmp/berth-" + (place.user().equals("root") ? "0" : "1000") + "/" + text("NAME") + "-" + port,
                port,
                "/" + text("PREFIX") + "-" + port + "/",
                root,
                text("ADDRESS").startsWith("127."),
                token());
    }

    private int port() throws IOException {
        String wanted = text("WANTED");
        if (!wanted.isEmpty()) {
            int port = Integer.parseInt(wanted);
            if (!place.isFree(port)) {
                call.print("used " + port + " " + free(port) + "\n");
                return -1;
            }
            return port;
        }
        for (String published : text("PUBLISHED").split(" ", -1)) {
            if (!published.isEmpty() && place.isFree(Integer.parseInt(published))) {
                return Integer.parseInt(published);
            }
        }
        return free(DEFAULT_PORT);
    }

    private int free(int from) {
        int port = from;
        while (port < LAST_PORT && !place.isFree(port)) {
            port++;
        }
        return port;
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String facts(JupyterPlan plan) {
        return """
                kind lab
                version %s
                port %d
                base %s
                directory %s
                command /usr/local/bin/jupyter-lab %s
                """.formatted(
                        place.jupyterVersion(),
                        plan.port(),
                        plan.basePath(),
                        plan.root(),
                        String.join(" ", plan.options(place.user())));
    }

    private void watch(JupyterPlan plan) throws IOException {
        long limit = System.nanoTime()
                + Duration.ofSeconds(Integer.parseInt(text("LIMIT"))).toNanos();
        while (System.nanoTime() < limit) {
            if (place.listeners().get(plan.port()) instanceof DemoJupyter server) {
                DemoProcess process = server.process();
                call.print("running " + process.innerPid() + " "
                        + process.started().getEpochSecond() + "\n" + JupyterScripts.file(server, process)
                        + "listening\n");
                return;
            }
            if (!call.pause(LOOK)) {
                return;
            }
        }
        place.planned().remove(plan.own());
        call.print("late\n");
    }
}
