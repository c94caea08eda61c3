package dev.berth.jupyter;

import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
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
        String socket = facts.socket();
        JupyterApi api = new JupyterApi(route, secure, facts.basePath(), facts.token(), place.label(), journal, poll);
        Found found = ask(api, facts);
        State state = found.state;
        JupyterServer info = new JupyterServer(
                place.host(),
                place.container(),
                facts.command().kind(),
                version(api, place, facts, state),
                facts.port(),
                facts.root() == null ? null : RemoteLine.clean(facts.root()),
                facts.pid(),
                socket == null
                        ? Addresses.own(secure, facts.port(), facts.basePath())
                        : Addresses.unix(socket, facts.basePath()),
                state,
                facts.started(),
                null,
                found.kernels,
                found.idle(),
                facts.own() != null,
                facts.user(),
                false,
                socket == null ? null : RemoteLine.clean(socket));
        return new FoundServer(
                info,
                facts.token(),
                route,
                facts.basePath(),
                secure,
                place.containerId(),
                facts.pid(),
                place.foreign(facts));
    }

    /** @param quiet seconds since it was last used, as it says itself */
    private record Found(
            State state, List<Kernel> kernels, @Nullable Double quiet) {
        static Found only(State state) {
            return new Found(state, List.of(), null);
        }

        /** A kernel that computes for hours is used, though nobody speaks to it. */
        @Nullable
        Double idle() {
            Double least = quiet;
            for (Kernel kernel : kernels) {
                Double idle = kernel.busy() ? Double.valueOf(0) : kernel.idle();
                least = least == null || idle != null && idle < least ? idle : least;
            }
            return least;
        }
    }

    private static Found ask(JupyterApi api, ServerFacts facts) {
        boolean young = facts.age() < STARTING && !facts.sealed();
        if (young && facts.listeners().isEmpty() && facts.socket() == null) {
            return Found.only(State.STARTING);
        }
        try {
            JupyterApi.Status status = api.status(TO_ANSWER);
            return switch (status.answer()) {
                case READY -> new Found(State.READY, kernels(api, status), status.idle());
                // With a password a browser can come in where we can not.
                case DENIED -> Found.only(wantsPassword(facts) ? State.READY : State.UNREACHABLE);
                case STRANGE -> Found.only(State.UNREACHABLE);
            };
        } catch (IOException silent) {
            LOG.log(Level.FINE, "asking a server how it is", silent);
            return Found.only(young && facts.file() == null ? State.STARTING : State.UNREACHABLE);
        }
    }

    /** jupyter_server 2 does not tell of a password that is set the new way, but without a token it can want nothing else. */
    private static boolean wantsPassword(ServerFacts facts) {
        ServerFile file = facts.file();
        return file != null && (file.password() || file.token().reveal().isEmpty());
    }

    /** A server without kernels is asked no more than how it is. */
    private static List<Kernel> kernels(JupyterApi api, JupyterApi.Status status) throws IOException {
        return status.kernels() == 0 ? List.of() : api.kernels(TO_ANSWER);
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
