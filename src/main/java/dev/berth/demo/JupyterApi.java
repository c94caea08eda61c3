package dev.berth.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.berth.api.Json;
import dev.berth.demo.DemoJupyter.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of Jupyter Server's REST API that Berth uses, and a page in the place of JupyterLab. */
record JupyterApi(DemoJupyter server) implements HttpHandler {
    private static final int IDLE_SECONDS = 95;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String base = server.plan().basePath();
        if (path.equals("/") || path.equals(base) || path.equals(base.substring(0, base.length() - 1))) {
            redirect(exchange, base + "lab" + query(exchange));
        } else if (path.equals(base + "api")) {
            json(exchange, 200, Map.of("version", server.version()));
        } else if (!path.startsWith(base)) {
            json(exchange, 404, Map.of("message", "Not Found"));
        } else if (!allowed(exchange)) {
            refuse(exchange, path.startsWith(base + "api/"));
        } else {
            answer(exchange, path.substring(base.length()));
        }
    }

    private void answer(HttpExchange exchange, String resource) throws IOException {
        switch (exchange.getRequestMethod() + " " + resource) {
            case "GET api/status" -> json(exchange, 200, status());
            case "GET api/kernels" ->
                json(exchange, 200, server.kernels().stream().map(this::kernel).toList());
            case "GET api/sessions" ->
                json(exchange, 200, server.kernels().stream().map(this::session).toList());
            case "POST api/shutdown" -> shutdown(exchange);
            default -> {
                if (resource.equals("lab") || resource.startsWith("lab/") || resource.startsWith("tree")) {
                    page(exchange);
                } else {
                    json(exchange, 404, Map.of("message", "Not Found"));
                }
            }
        }
    }

    /** By header, by query or by the cookie that the page set, as Jupyter takes it. */
    private boolean allowed(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        String token = server.plan().token();
        return header != null && same(header.replaceFirst("(?i)^(token|bearer) +", ""), token)
                || same(parameter(exchange), token)
                || cookie != null && cookie.contains(cookieName() + "=" + token);
    }

    private static boolean same(@Nullable String given, String token) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String parameter(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        for (String each : query == null ? new String[0] : query.split("&")) {
            if (each.startsWith("token=")) {
                return each.substring("token=".length());
            }
        }
        return null;
    }

    private static String query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? "" : "?" + query;
    }

    private String cookieName() {
        return "berth-demo-" + server.plan().port();
    }

    private static void refuse(HttpExchange exchange, boolean api) throws IOException {
        if (api) {
            json(exchange, 403, Map.of("message", "Forbidden"));
        } else {
            String page = DemoHttp.page("Token needed", "This server lets in only who has its token, as Jupyter does.");
            DemoHttp.reply(exchange, 403, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        DemoHttp.reply(exchange, 302, "text/plain", new byte[0]);
    }

    private void page(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        "Set-Cookie",
                        cookieName() + "=" + server.plan().token() + "; Path="
                                + server.plan().basePath() + "; HttpOnly; SameSite=Strict");
        String page = DemoHttp.page(
                "JupyterLab would be here",
                "This is Berth's demo, no real notebook. The page came the way JupyterLab's own would: from port "
                        + server.plan().port() + " of a made-up container, through an SSH connection and a local tunnel"
                        + " that Berth keeps.");
        DemoHttp.reply(exchange, 200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private void shutdown(HttpExchange exchange) throws IOException {
        json(exchange, 200, Map.of("message", "shutting down"));
        // the HTTP server waits for its own handlers when it stops
        Thread.ofVirtual().name("demo-shutdown").start(server::shutdown);
    }

    private Map<String, Object> status() {
        return Map.of(
                "started",
                time(server.process().started()),
                "last_activity",
                time(Instant.now()),
                "connections",
                server.kernels().size(),
                "kernels",
                server.kernels().size());
    }

    private Map<String, Object> kernel(Kernel kernel) {
        boolean busy = kernel.state().equals("busy");
        return Map.of(
                "id",
                kernel.id(),
                "name",
                "python3",
                "last_activity",
                time(Instant.now().minusSeconds(busy ? 0 : IDLE_SECONDS)),
                "execution_state",
                kernel.state(),
                "connections",
                1);
    }

    private Map<String, Object> session(Kernel kernel) {
        String path = kernel.notebook();
        return Map.of(
                "id",
                kernel.id().replace('-', '0'),
                "path",
                path,
                "name",
                path.substring(path.lastIndexOf('/') + 1),
                "type",
                "notebook",
                "kernel",
                kernel(kernel),
                "notebook",
                Map.of("path", path, "name", path));
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        Object value = body instanceof List<?> list ? List.copyOf(list) : body;
        DemoHttp.reply(exchange, status, "application/json", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }
}
