package dev.berth.fleet;

import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.docker.RegistryLogin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Logins to registries, kept by a host's docker or in memory for as long as this agent lives. */
final class RegistryLogins {
    private final Map<Place, RegistryLogin> kept = new ConcurrentHashMap<>();

    private record Place(String host, String registry) {}

    /** @return where it is kept, in words */
    String login(Session session, Request.Login request) throws ProblemException, InterruptedException {
        RegistryLogin login = new RegistryLogin(request.registry(), request.user(), request.password());
        Place place = new Place(session.host(), login.registry());
        return switch (request.keeper()) {
            case BOX -> {
                String where = DockerWords.login(session, request);
                // the newest one counts
                kept.remove(place);
                yield where;
            }
            case AGENT -> {
                session.docker().check(login);
                kept.put(place, login);
                yield "Berth's agent alone, as long as it lives: sent with each pull";
            }
        };
    }

    /** Null where none is kept here. */
    @Nullable
    RegistryLogin of(String host, String image) {
        return kept.get(new Place(host, RegistryLogin.of(image)));
    }
}
