package dev.berth.cli;

import dev.berth.api.Event;
import dev.berth.api.HostSnapshot;
import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@code --watch}: the same document as with {@code --json}, printed as one line each time it has changed. */
final class Watching {
    private final Context context;
    private final Function<Seen, Object> document;
    private final Map<String, HostSnapshot> hosts = new LinkedHashMap<>();
    private List<TunnelStatus> tunnels = List.of();
    private String last = "";

    private Watching(Context context, Function<Seen, Object> document) {
        this.context = context;
        this.document = document;
    }

    /** All that is known at one moment. */
    record Seen(List<HostSnapshot> hosts, List<TunnelStatus> tunnels) {}

    /**
     * Watches until the program is ended.
     *
     * @param named none is all hosts; those named are connected
     */
    static int run(Context context, List<String> named, Set<Request.View> views, Function<Seen, Object> document)
            throws ProblemException, InterruptedException {
        Watching watching = new Watching(context, document);
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        try (Talk talk = Talk.open(context, watching::saw)) {
            talk.ask(new Request.Watch(named, views));
            for (String host : named) {
                talk.ask(new Request.Connect(host));
            }
            return talk.await(ended);
        } catch (ProblemException over) {
            if (over.problem().code() == Problem.Code.TIMEOUT) {
                return 0;
            }
            throw over;
        }
    }

    private synchronized void saw(Event event) {
        switch (event) {
            case Event.Hosts all -> {
                hosts.clear();
                all.hosts().forEach(host -> hosts.put(host.host(), host));
            }
            case Event.HostChanged changed -> hosts.put(changed.host().host(), changed.host());
            case Event.Tunnels newest -> tunnels = newest.tunnels();
            default -> {
                return;
            }
        }
        String line = Json.writeForScripts(document.apply(new Seen(new ArrayList<>(hosts.values()), tunnels)));
        if (!line.equals(last)) {
            last = line;
            context.front().out().println(line);
            context.front().out().flush();
        }
    }
}
