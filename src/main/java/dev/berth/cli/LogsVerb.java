package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Since;
import dev.berth.api.Streams;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** logs: what a container wrote, as it wrote it. */
final class LogsVerb extends Verb {
    private List<String> place = List.of();

    private boolean follow;
    private String tail = "all";
    private @Nullable String since;
    private @Nullable String until;
    private boolean timestamps;

    LogsVerb(Context context) {
        super(context, "logs", "Print what a container wrote: its standard output and its standard error.");
        syntax().words(
                        "HOST CONTAINER",
                        "1..2",
                        "The host, and the container by name or the first characters of its id.",
                        value -> place = value)
                .flag("-f, --follow", "Go on as it writes, until it ends.", value -> follow = value)
                .text("-n, --tail N", "Only its last lines; all where not given.", value -> tail = value)
                .text(
                        "--since TIME",
                        "Only what it wrote since: 42m, 2026-03-02T12:00:00, seconds since 1970.",
                        value -> since = value)
                .text("--until TIME", "Only what it wrote before.", value -> until = value)
                .flag("-t, --timestamps", "Begin each line with its time.", value -> timestamps = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        NamedContainer named = NamedContainer.one(place);
        Request.ContainerLog request = new Request.ContainerLog(named.host(), named.container(), part());
        try (Talk talk = Talk.open(context())) {
            // questions can't be asked over a connection that carries a log
            talk.ask(new Request.Connect(named.host()));
            ReadOutput out = new ReadOutput(front().out());
            try {
                return talk.stream(request, Streams.piped(InputStream.nullInputStream(), out, front().err()));
            } catch (ProblemException failed) {
                if (out.unread()) {
                    // such as head, which has seen enough
                    return 0;
                }
                throw failed;
            }
        }
    }

    private Request.LogPart part() throws ProblemException {
        Instant now = Instant.now();
        ZoneId zone = ZoneId.systemDefault();
        return new Request.LogPart(
                follow,
                lines(),
                Since.of("--since", since, now, zone),
                Since.of("--until", until, now, zone),
                timestamps);
    }

    private @Nullable Integer lines() throws ProblemException {
        if (tail.equals("all")) {
            return null;
        }
        if (!tail.matches("\\d{1,9}")) {
            throw Problem.of(Problem.Code.USAGE, "--tail takes a number of lines or all, not " + tail + ".")
                    .asException();
        }
        return Integer.valueOf(tail);
    }
}
