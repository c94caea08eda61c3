package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** logs: what a container wrote, as it wrote it. */
@Command(name = "logs", description = "Print what a container wrote: its standard output and its standard error.")
final class LogsVerb extends Verb {
    @Parameters(
            paramLabel = "HOST CONTAINER",
            arity = "1..2",
            description = "The host, and the container by name or the first characters of its id.")
    List<String> place = List.of();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as it writes, until it ends.")
    boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            description = "Only its last lines; all where not given.")
    String tail = "all";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what it wrote since: 42m, 2026-03-02T12:00:00, seconds since 1970.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only what it wrote before.")
    @Nullable
    String until;

    @Option(
            names = {"-t", "--timestamps"},
            description = "Begin each line with its time.")
    boolean timestamps;

    LogsVerb(Context context) {
        super(context);
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
