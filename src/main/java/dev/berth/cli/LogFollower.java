package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a server's log as it grows. The log is read again each second: it is short, and no process stays on the box. */
final class LogFollower {
    private static final int LINES = 400;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Talk talk;
    private final Front front;
    private final Request.JupyterLog request;
    private String seen = "";

    LogFollower(Talk talk, Front front, String host, @Nullable String container, int port) {
        this.talk = talk;
        this.front = front;
        this.request = new Request.JupyterLog(host, container, port, LINES);
    }

    int run() throws ProblemException, InterruptedException {
        while (true) {
            String log;
            try {
                log = talk.ask(request).text();
            } catch (ProblemException ended) {
                if (!seen.isEmpty() && gone(ended.problem().code())) {
                    return 0;
                }
                throw ended;
            }
            for (String line : fresh(seen, log)) {
                front.out().println(Text.clean(line));
            }
            front.out().flush();
            seen = log;
            Thread.sleep(AGAIN);
        }
    }

    /** A log that was there goes with its server, or a moment before it where that is being stopped. */
    private static boolean gone(Problem.Code code) {
        return code == Problem.Code.SERVER_NOT_FOUND || code == Problem.Code.NOT_SUPPORTED;
    }

    /** The lines of {@code now} behind the last one of {@code before}, also where the window of lines moved on. */
    static List<String> fresh(String before, String now) {
        List<String> lines = now.lines().toList();
        List<String> old = before.lines().toList();
        for (int from = 0; from < old.size(); from++) {
            List<String> tail = old.subList(from, old.size());
            if (tail.size() <= lines.size() && lines.subList(0, tail.size()).equals(tail)) {
                return lines.subList(tail.size(), lines.size());
            }
        }
        return lines;
    }
}
