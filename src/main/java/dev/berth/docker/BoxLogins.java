package dev.berth.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.Secret;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.Link;
import dev.berth.link.Output;
import dev.berth.link.Runs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The logins that docker keeps on a host: in its config.json, or by a program that the file names. The engine has none of
 * them: docker's command line sends the fitting one with each pull, and so do we.
 */
final class BoxLogins {
    private static final Logger LOG = Logger.getLogger(BoxLogins.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LIMIT = 64 << 10;

    private static final String READ = """
            own=${DOCKER_CONFIG:-$HOME/.docker}/config.json
            if [ "$1" = root ]; then sudo -n cat /root/.docker/config.json; elif [ -f "$own" ]; then cat "$own"; fi
            """;

    private static final String ASK = """
            PATH=$PATH:/usr/local/bin:/snap/bin
            if [ "$1" = root ]; then exec sudo -n "docker-credential-$2" get; fi
            exec "docker-credential-$2" get
            """;

    private final Link link;
    private final CommandJournal journal;
    private final String whose;

    /** @param bySudo docker runs as root there, and root's file counts */
    BoxLogins(Link link, CommandJournal journal, boolean bySudo) {
        this.link = link;
        this.journal = journal;
        this.whose = bySudo ? "root" : "own";
    }

    /** Null where there is none, or it can't be read: the registry may let everybody in. */
    @Nullable
    RegistryLogin of(String registry) throws IOException {
        Output file = run("sh: read docker's config.json", Command.script(READ, whose), "");
        try {
            JsonNode config = JSON.readTree(file.out());
            String program = config.path("credHelpers")
                    .path(registry)
                    .asText(config.path("credsStore").asText(""));
            return program.matches("[A-Za-z0-9_-]+")
                    ? asked(program, registry)
                    : written(registry, config.path("auths").path(registry));
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            LOG.log(Level.FINE, "docker's config.json", unreadable);
            return null;
        }
    }

    private @Nullable RegistryLogin asked(String program, String registry) throws IOException {
        Output said = run("docker-credential-" + program + " get", Command.script(ASK, whose, program), registry);
        if (said.exit() != 0) {
            return null;
        }
        JsonNode answer = JSON.readTree(said.out());
        return login(
                registry,
                answer.path("Username").asText(""),
                answer.path("Secret").asText(""));
    }

    private static @Nullable RegistryLogin written(String registry, JsonNode entry) {
        String token = entry.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return login(registry, RegistryLogin.TOKEN, token);
        }
        byte[] both = Base64.getDecoder().decode(entry.path("auth").asText(""));
        String[] parts = new String(both, StandardCharsets.UTF_8).split(":", 2);
        return parts.length < 2 ? null : login(registry, parts[0], parts[1]);
    }

    private static @Nullable RegistryLogin login(String registry, String user, String password) {
        return user.isEmpty() ? null : new RegistryLogin(registry, user, new Secret(password));
    }

    private Output run(String title, Command command, String input) throws IOException {
        long start = System.nanoTime();
        Integer exit = null;
        try {
            Output output =
                    Runs.toEnd(link.start(command), title, input.getBytes(StandardCharsets.UTF_8), DEADLINE, LIMIT);
            exit = output.exit();
            return output;
        } finally {
            journal.ran(title, exit, Duration.ofNanos(System.nanoTime() - start), false);
        }
    }
}
