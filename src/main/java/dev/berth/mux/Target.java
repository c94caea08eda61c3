package dev.berth.mux;

import dev.berth.link.Pace;
import dev.berth.link.ShellSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A host as ssh is told of it.
 *
 * @param host the word a person knows it by
 * @param client the OpenSSH client
 * @param arguments of {@code ssh} that name the host and its configuration; the name comes last
 * @param server {@code user@name:port}
 * @param knownHostsFiles the user's; the first one is added to
 * @param environment of the client that asks: its SSH_AUTH_SOCK, KRB5CCNAME, PATH and the like
 */
public record Target(
        String host,
        Path client,
        List<String> arguments,
        String server,
        List<Path> knownHostsFiles,
        Duration connectTimeout,
        Pace pace,
        ShellSettings shell,
        Map<String, String> environment) {
    public Target {
        arguments = List.copyOf(arguments);
        knownHostsFiles = List.copyOf(knownHostsFiles);
        environment = Map.copyOf(environment);
    }
}
