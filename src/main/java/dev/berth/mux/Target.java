package dev.berth.mux;

import dev.berth.hostkey.Server;
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
 * @param login {@code user@name:port}
 * @param servers whose keys are looked at: the jump hosts on the way, and the host itself as the last one
 * @param proxied a jump host or a command makes the connection
 * @param connectTimeout for each server on the way
 * @param environment of the client that asks: its SSH_AUTH_SOCK, KRB5CCNAME, PATH and the like
 */
public record Target(
        String host,
        Path client,
        List<String> arguments,
        String login,
        List<Server> servers,
        boolean proxied,
        Duration connectTimeout,
        Pace pace,
        ShellSettings shell,
        Map<String, String> environment) {
    public Target {
        arguments = List.copyOf(arguments);
        servers = List.copyOf(servers);
        environment = Map.copyOf(environment);
    }

    /** The host itself. */
    Server server() {
        return servers.getLast();
    }

    /** The jump hosts on the way, from here to the host. */
    List<Server> hops() {
        return servers.subList(0, servers.size() - 1);
    }
}
