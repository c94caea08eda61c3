package dev.berth.docker;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.http.BadReplyException;
import dev.berth.http.HttpRequest;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a host's engine: the sockets that may be it, each forwarded, else dialled by docker itself, by sudo where only
 * root may.
 */
final class EngineSearch {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final String host;
    private final Link link;
    private final CommandJournal journal;
    private @Nullable IOException failure;

    EngineSearch(String host, Link link, CommandJournal journal) {
        this.host = host;
        this.link = link;
        this.journal = journal;
    }

    /**
     * An engine that answered. Its connections are the caller's to close.
     *
     * @param bySudo docker is run as root for it
     */
    record Found(EngineConnections connections, EngineVersion version, boolean bySudo) {}

    Found find() throws ProblemException {
        EngineFacts facts = facts();
        List<String> sockets = facts.sockets().stream()
                .filter(EngineFacts.Socket::open)
                .map(EngineFacts.Socket::path)
                .toList();
        for (String socket : sockets) {
            Found found = tried(new EngineConnections(() -> link.unix(socket)), false);
            if (found != null) {
                return found;
            }
        }
        for (String socket : facts.installed() ? sockets : List.<String>of()) {
            Found found = tried(new EngineConnections(() -> StdioStream.open(link, socket)), false);
            if (found != null) {
                return found;
            }
        }
        if (facts.bySudo()) {
            Found found = tried(new EngineConnections(() -> StdioStream.bySudo(link)), true);
            if (found != null) {
                return found;
            }
        }
        throw EngineRefusal.of(host, facts, failure).asException(failure);
    }

    private EngineFacts facts() throws ProblemException {
        long start = System.nanoTime();
        try {
            return EngineFacts.of(link);
        } catch (IOException lost) {
            throw EngineFailures.of(host, link, lost).asException(lost);
        } finally {
            journal.ran("sh: look for Docker's socket", null, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }

    private @Nullable Found tried(EngineConnections connections, boolean bySudo) throws ProblemException {
        try {
            return new Found(connections, ping(connections), bySudo);
        } catch (BadReplyException strange) {
            connections.close();
            throw EngineFailures.of(host, link, strange).asException(strange);
        } catch (IOException refused) {
            connections.close();
            if (!link.isOpen()) {
                throw EngineFailures.of(host, link, refused).asException(refused);
            }
            failure = refused;
            return null;
        }
    }

    private EngineVersion ping(EngineConnections connections) throws IOException, ProblemException {
        HttpRequest request = HttpRequest.get("/_ping", Map.of());
        try (EngineReply reply = JournaledCalls.send(connections, journal, request, false, DEADLINE)) {
            EngineVersion version = reply.ok() ? EngineVersion.of(reply.head()) : null;
            if (version == null) {
                connections.close();
                throw Problem.of(
                                Code.DOCKER_UNREACHABLE,
                                "What answers at the engine's socket on " + host + " is not a Docker engine (HTTP "
                                        + reply.head().status() + ").")
                        .asException();
            }
            return version;
        }
    }
}
