package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.link.Output;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server's last log lines, tokens masked. */
final class LogReader {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_LINES = 5000;

    private LogReader() {}

    /**
     * @param name what our directories are called here
     * @param server the running server; null: one that Berth started and that may have ended
     */
    static String read(Place place, String name, int port, @Nullable FoundServer server, int lines)
            throws ProblemException {
        Map<String, String> parameters = Map.of(
                "PID",
                server == null ? "" : Long.toString(server.serverPid()),
                "NAME",
                name,
                "PORT",
                Integer.toString(port),
                "LIMIT",
                Integer.toString(Math.clamp(lines, 1, MOST_LINES)));
        Output output = place.run(Script.of("log", parameters), Place.Rights.ROOT, LIMIT);
        String text = output.out();
        if (text.startsWith("log\n")) {
            return RemoteLine.log(text.substring("log\n".length()), server == null ? null : server.token());
        }
        throw (server == null ? notFound(place, port) : notKept(place, port)).asException();
    }

    private static Problem notFound(Place place, int port) {
        return Problem.of(
                Code.SERVER_NOT_FOUND, "No Jupyter server on port " + port + " was found " + place.inside() + ".");
    }

    private static Problem notKept(Place place, int port) {
        String next = place.container() == null
                ? "Look at the terminal or service that started it."
                : "If the container's own command started it: docker logs " + place.container();
        return Problem.of(
                Code.NOT_SUPPORTED,
                "The log of the Jupyter server on port %d %s went to whoever started it, not to a file."
                        .formatted(port, place.inside()),
                next);
    }
}
