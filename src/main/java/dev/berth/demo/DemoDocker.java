package dev.berth.demo;

import dev.berth.api.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A box's Docker Engine, as far as Berth and a curious visitor go: HTTP/1.1 over a forwarded socket. One serves all
 * connections of its box.
 */
final class DemoDocker implements StreamService {
    static final String SOCKET = "/var/run/docker.sock";
    static final String VERSION = "29.1.0-demo";
    static final String API = "1.52";
    static final String HEADERS = "Api-Version: " + API
            + "\r\nDocker-Experimental: false\r\nOstype: linux\r\nServer: Docker/" + VERSION + " (linux)\r\n";

    private static final Pattern OF_CONTAINER =
            Pattern.compile("/containers/([^/]+)/(json|top|start|stop|kill|restart|exec|logs)");
    private static final Pattern OF_EXEC = Pattern.compile("/exec/([^/]+)/(start|json|resize)");

    private final DemoWorld world;
    private final DockerExecs execs;

    DemoDocker(DemoWorld world, DemoShell shell) {
        this.world = world;
        this.execs = new DockerExecs(world, shell);
    }

    @Override
    public void serve(InputStream raw, OutputStream out) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw);
        for (WireRequest request; (request = WireRequest.read(in)) != null; ) {
            if (taken(request, in, out)) {
                return;
            }
            answer(request).send(out, request.method().equals("HEAD"));
            if (request.closes()) {
                return;
            }
        }
    }

    /** True where the request took the connection with it. */
    private boolean taken(WireRequest request, InputStream in, OutputStream out) throws IOException {
        if (request.path().equals("/events") && !request.query().containsKey("until")) {
            DockerEvents.follow(world, request, in, out);
            return true;
        }
        Matcher log = OF_CONTAINER.matcher(request.path());
        DemoContainer logged = log.matches() && log.group(2).equals("logs") ? world.container(log.group(1)) : null;
        if (logged != null) {
            DockerLog.tell(world, logged, request, in, out);
            return true;
        }
        Matcher exec = OF_EXEC.matcher(request.path());
        return exec.matches() && exec.group(2).equals("start") && execs.attach(exec.group(1), request, in, out);
    }

    private WireReply answer(WireRequest request) throws IOException {
        Matcher container = OF_CONTAINER.matcher(request.path());
        if (container.matches()) {
            DemoContainer found = world.container(container.group(1));
            return found == null
                    ? WireReply.refused(404, "No such container: " + container.group(1))
                    : answer(request, found, container.group(2));
        }
        Matcher exec = OF_EXEC.matcher(request.path());
        if (exec.matches()) {
            return execs.answer(exec.group(1), exec.group(2));
        }
        return switch (request.path()) {
            case "/_ping" -> WireReply.text("OK");
            case "/version" -> WireReply.json(DockerJson.version());
            case "/info" -> WireReply.json(DockerJson.info(world));
            case "/containers/json" -> WireReply.json(DockerList.of(world, request));
            case "/events" -> DockerEvents.past(world, request);
            case "/images/json" -> WireReply.json(List.of());
            case "/volumes" -> WireReply.json(Map.of("Volumes", List.of()));
            default -> WireReply.refused(501, "Berth's demo has no " + request.path());
        };
    }

    private WireReply answer(WireRequest request, DemoContainer container, String what) throws IOException {
        return switch (what) {
            case "json" -> WireReply.json(DockerJson.inspect(container));
            case "top" -> top(request, container);
            case "exec" -> create(container, request.body());
            case "start" -> started(container);
            case "stop", "kill" -> stopped(container);
            default -> {
                stopped(container);
                yield started(container);
            }
        };
    }

    private WireReply create(DemoContainer container, String body) throws IOException {
        if (!container.running()) {
            return WireReply.refused(409, "container " + container.id() + " is not running");
        }
        return Json.readAny(body) instanceof Map<?, ?> order
                ? WireReply.json(201, Map.of("Id", execs.create(container, order)))
                : WireReply.refused(400, "no JSON object");
    }

    private WireReply started(DemoContainer container) {
        if (container.running()) {
            return WireReply.empty(304);
        }
        world.start(container);
        return WireReply.empty(204);
    }

    private WireReply stopped(DemoContainer container) {
        if (!container.running()) {
            return WireReply.empty(304);
        }
        world.stop(container);
        return WireReply.empty(204);
    }

    /** The columns are those of {@code -o}, else ps's own. */
    private static WireReply top(WireRequest request, DemoContainer container) {
        if (!container.running()) {
            return WireReply.refused(409, "container " + container.id() + " is not running");
        }
        Matcher columns =
                Pattern.compile("-e?o *([a-z,]+)").matcher(request.query().getOrDefault("ps_args", ""));
        List<String> names = List.of((columns.find() ? columns.group(1) : "user,pid,ppid,args").split(","));
        return WireReply.json(Map.of(
                "Titles",
                names.stream().map(DemoDocker::title).toList(),
                "Processes",
                container.place().processes().stream()
                        .map(process -> names.stream()
                                .map(name -> cell(container, process, name))
                                .toList())
                        .toList()));
    }

    private static String title(String column) {
        return switch (column) {
            case "args", "cmd" -> "COMMAND";
            default -> column.toUpperCase(Locale.ROOT);
        };
    }

    private static @Nullable String cell(DemoContainer container, DemoProcess process, String column) {
        return switch (column) {
            case "pid" -> String.valueOf(process.pid());
            case "ppid" -> String.valueOf(process.parent() == 0 ? 1 : container.pid());
            case "user", "uid" -> process.user();
            case "args", "cmd" -> process.line();
            default -> "-";
        };
    }
}
