package dev.berth.jupyter;

import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.State;
import dev.berth.link.CommandJournal;
import dev.berth.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells by HTTP what a process that looks like a server really is: files go stale, numbers are used again. */
final class Verifier {
    private static final Logger LOG = Logger.getLogger(Verifier.class.getName());
    private static final Duration TO_ANSWER = Duration.ofSeconds(4);
    /** Seconds within which a process that doesn't listen yet counts as starting. */
    private static final long STARTING = 60;

    private static final int MOST_VERSIONS = 500;

    /** Of a server, its place and its start, since both page and version cost a request. */
    private record Key(String place, long pid, Instant started) {}

    private final CommandJournal journal;
    private final Map<Key, String> versions = new ConcurrentHashMap<>();

    Verifier(CommandJournal journal) {
        this.journal = journal;
    }

    FoundServer verify(Place place, ServerFacts facts, Route route, boolean poll) {
        boolean secure = facts.file() != null && facts.file().secure();
        JupyterApi api = new JupyterApi(route, secure, facts.basePath(), facts.token(), place.label(), journal, poll);
        State state = state(api, facts);
        JupyterServer info = new JupyterServer(
                place.host(),
                place.container(),
                facts.command().kind(),
                version(api, place, facts, state),
                facts.port(),
                facts.root() == null ? null : RemoteLine.clean(facts.root()),
                facts.pid(),
                Addresses.own(secure, facts.port(), facts.basePath()),
                state,
                facts.started(),
                null,
                List.of(),
                facts.own() != null);
        return new FoundServer(info, facts.token(), route, facts.basePath(), secure, place.containerId(), facts.pid());
    }

    private static State state(JupyterApi api, ServerFacts facts) {
        boolean young = facts.age() < STARTING && !facts.sealed();
        if (young && facts.listeners().isEmpty()) {
            return State.STARTING;
        }
        if (facts.file() != null && facts.file().socket() != null) {
            return State.UNREACHABLE;
        }
        try {
            return switch (api.status(TO_ANSWER)) {
                case READY -> State.READY;
                // With a password a browser can come in where we can not.
                case DENIED -> facts.file() != null && facts.file().password() ? State.READY : State.UNREACHABLE;
                case STRANGE -> State.UNREACHABLE;
            };
        } catch (IOException silent) {
            LOG.log(Level.FINE, "asking a server how it is", silent);
            return young && facts.file() == null ? State.STARTING : State.UNREACHABLE;
        }
    }

    private @Nullable String version(JupyterApi api, Place place, ServerFacts facts, State state) {
        if (facts.ownVersion() != null && !facts.ownVersion().isEmpty()) {
            return RemoteLine.clean(facts.ownVersion());
        }
        Key key = new Key(place.label(), facts.pid(), facts.started());
        String known = versions.get(key);
        if (known != null || state != State.READY) {
            return known;
        }
        String asked = api.version(facts.command().kind(), TO_ANSWER);
        if (asked != null) {
            if (versions.size() >= MOST_VERSIONS) {
                versions.clear();
            }
            versions.put(key, asked);
        }
        return asked;
    }
}
