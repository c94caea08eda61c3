package dev.berth.jupyter;

import dev.berth.api.Json;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.JupyterServer.Kind;
import dev.berth.api.KernelChange;
import dev.berth.api.Secret;
import dev.berth.http.HttpExchange;
import dev.berth.http.HttpReply;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import dev.berth.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One server's HTTP interface.
 *
 * @param where for the command log
 * @param poll asked by a watcher
 */
record JupyterApi(
        Route route,
        boolean secure,
        String basePath,
        Secret token,
        String where,
        CommandJournal journal,
        boolean poll) {
    private static final Logger LOG = Logger.getLogger(JupyterApi.class.getName());
    private static final int MOST = 4 << 20;
    private static final Pattern LAB_VERSION = Pattern.compile("\"appVersion\"\\s*:\\s*\"([0-9A-Za-z.+-]{1,40})\"");

    /** What came of asking a server how it is. */
    enum Answer {
        READY,
        /** It is there, and wants a token or password other than ours. */
        DENIED,
        /** Something else answers on its port. */
        STRANGE
    }

    /**
     * How a server is.
     *
     * @param kernels how many it says it runs
     * @param idle seconds since it was last used; null where it does not say
     */
    record Status(Answer answer, int kernels, @Nullable Double idle) {
        private static Status only(Answer answer) {
            return new Status(answer, 0, null);
        }
    }

    /** @throws IOException where nothing answered */
    Status status(Duration deadline) throws IOException {
        HttpReply reply = send("GET", "api/status", deadline);
        return switch (reply.status()) {
            case 200 -> told(reply);
            // 302: to the page where the password is typed
            case 401, 403, 302 -> Status.only(Answer.DENIED);
            default -> Status.only(Answer.STRANGE);
        };
    }

    private static Status told(HttpReply reply) throws IOException {
        if (!(Json.readAny(reply.text()) instanceof Map<?, ?> status)) {
            return Status.only(Answer.STRANGE);
        }
        return new Status(
                Answer.READY,
                status.get("kernels") instanceof Number count ? count.intValue() : 0,
                status.get("last_activity") instanceof String last
                        ? BoxClock.of(reply).since(last)
                        : null);
    }

    /** Null where it does not say. What a server tells about itself is the version of its lab only on the lab's page. */
    @Nullable
    String version(Kind kind, Duration deadline) {
        try {
            return kind == Kind.LAB ? labVersion(deadline) : serverVersion(deadline);
        } catch (IOException silent) {
            LOG.log(Level.FINE, "asking a server for its version", silent);
            return null;
        }
    }

    private @Nullable String serverVersion(Duration deadline) throws IOException {
        HttpReply reply = send("GET", "api", deadline);
        return reply.status() == 200
                        && Json.readAny(reply.text()) instanceof Map<?, ?> map
                        && map.get("version") instanceof String version
                ? RemoteLine.clean(version)
                : null;
    }

    private @Nullable String labVersion(Duration deadline) throws IOException {
        HttpReply reply = send("GET", "lab", deadline);
        Matcher version = LAB_VERSION.matcher(reply.text());
        return reply.status() == 200 && version.find() ? version.group(1) : null;
    }

    List<Kernel> kernels(Duration deadline) throws IOException {
        HttpReply sessions = send("GET", "api/sessions", deadline);
        HttpReply kernels = send("GET", "api/kernels", deadline);
        return sessions.status() == 200 && kernels.status() == 200 ? Kernels.parse(sessions, kernels) : List.of();
    }

    /** Ends its kernels and then itself. It may be gone before it could answer. */
    void shutdown(Duration deadline) throws IOException {
        send("POST", "api/shutdown", deadline);
    }

    /** @return the status it answered with */
    int change(String kernel, KernelChange change, Duration deadline) throws IOException {
        String path = "api/kernels/" + kernel;
        HttpReply reply = switch (change) {
            case INTERRUPT -> send("POST", path + "/interrupt", deadline);
            case RESTART -> send("POST", path + "/restart", deadline);
            case STOP -> send("DELETE", path, deadline);
        };
        return reply.status();
    }

    private HttpReply send(String method, String path, Duration deadline) throws IOException {
        Map<String, String> headers =
                token.reveal().isEmpty() ? Map.of() : Map.of("Authorization", "token " + token.reveal());
        HttpRequest request = new HttpRequest(method, basePath + path, headers, null);
        long start = System.nanoTime();
        Integer status = null;
        try {
            HttpReply reply = HttpExchange.send(Tls.over(route.open(), secure), request, deadline, MOST);
            status = reply.status();
            return reply;
        } finally {
            journal.ran(
                    method + " " + RemoteLine.clean(basePath + path) + " (Jupyter in " + where + ")",
                    status,
                    Duration.ofNanos(System.nanoTime() - start),
                    poll);
        }
    }
}
