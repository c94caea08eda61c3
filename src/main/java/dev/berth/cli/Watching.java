package dev.berth.cli;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** {@code --watch}: the same document as with {@code --json}, printed as one line each time it has changed. */
final class Watching {
    private final Context context;
    private final List<String> named;
    private final Function<Seen, Object> document;
    private final Map<String, HostSnapshot> hosts = new LinkedHashMap<>();
    private List<TunnelStatus> tunnels = List.of();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private String last = "";

    private Watching(Context context, List<String> named, Function<Seen, Object> document) {
        this.context = context;
        this.named = named;
        this.document = document;
    }

    /** All that is known at one moment. */
    record Seen(List<HostSnapshot> hosts, List<TunnelStatus> tunnels) {}

    /**
     * Watches until the program is ended, or nobody reads any more.
     *
     * @param named none is all hosts; those named are connected, and the only ones printed
     */
    static int run(Context context, List<String> named, Set<Request.View> views, Function<Seen, Object> document)
            throws ProblemException, InterruptedException {
        Watching watching = new Watching(context, named, document);
        try (Talk talk = Talk.open(context, watching::saw, watching::lost)) {
            talk.ask(new Request.Watch(named, views));
            watching.connect(talk);
            return watching.ended.get(talk.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw Problem.of(Problem.Code.TIMEOUT, "The time of --timeout is over.")
                    .asException(late);
        } catch (ExecutionException lost) {
            throw Talk.asProblem(lost.getCause());
        }
    }

    /** A host that can't be reached does not end the watch of the others. */
    private void connect(Talk talk) throws ProblemException, InterruptedException {
        List<CompletableFuture<Reply.Host>> replies = new ArrayList<>();
        for (String host : named) {
            replies.add(talk.send(new Request.Connect(host)));
        }
        List<ProblemException> failures = new ArrayList<>();
        for (CompletableFuture<Reply.Host> reply : replies) {
            try {
                talk.await(reply);
            } catch (ProblemException failed) {
                if (ends(failed.problem().code())) {
                    throw failed;
                }
                failures.add(failed);
            }
        }
        if (!named.isEmpty() && failures.size() == named.size()) {
            throw failures.getFirst();
        }
        failures.forEach(failed -> context.tell(failed.problem()));
    }

    private static boolean ends(Problem.Code code) {
        return code == Problem.Code.TIMEOUT
                || code == Problem.Code.INTERRUPTED
                || code == Problem.Code.AGENT_UNREACHABLE;
    }

    private void lost(Problem reason) {
        ended.completeExceptionally(reason.asException());
    }

    private synchronized void saw(Event event) {
        switch (event) {
            case Event.Hosts all -> {
                hosts.clear();
                all.hosts().forEach(host -> hosts.put(host.host(), host));
            }
            case Event.HostChanged changed -> hosts.put(changed.host().host(), changed.host());
            case Event.HostRead read ->
                hosts.computeIfPresent(
                        read.host(), (name, host) -> host.reading(read.rtt(), read.gpus(), read.servers()));
            case Event.Tunnels newest -> tunnels = newest.tunnels();
            default -> {
                return;
            }
        }
        String line = Json.writeForScripts(document.apply(new Seen(shown(), tunnels)));
        if (!line.equals(last)) {
            last = line;
            context.front().out().println(line);
            // flushes, and says whether somebody still reads
            if (context.front().out().checkError()) {
                ended.complete(0);
            }
        }
    }

    private List<HostSnapshot> shown() {
        List<HostSnapshot> shown = new ArrayList<>();
        for (HostSnapshot host : hosts.values()) {
            if (named.isEmpty() || named.contains(host.host())) {
                shown.add(host);
            }
        }
        return shown;
    }
}
