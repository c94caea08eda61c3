package dev.berth.ssh;

import dev.berth.hostkey.StrictHostKeyChecking;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Destinations with one thing changed. */
final class Destinations {
    private Destinations() {}

    static Destination with(Destination from, List<Path> keys, List<Path> knownHosts, @Nullable String agent) {
        return build(
                from, from.jumps(), from.proxyCommand(), keys, agent, knownHosts, from.strict(), from.hashKnownHosts());
    }

    static Destination keys(Destination from, Path... keys) {
        return with(from, List.of(keys), from.knownHostsFiles(), from.identityAgent());
    }

    static Destination strict(Destination from, StrictHostKeyChecking strict) {
        return build(
                from,
                from.jumps(),
                from.proxyCommand(),
                from.identityFiles(),
                from.identityAgent(),
                from.knownHostsFiles(),
                strict,
                from.hashKnownHosts());
    }

    static Destination jumping(Destination from, Destination... jumps) {
        return build(
                from,
                List.of(jumps),
                from.proxyCommand(),
                from.identityFiles(),
                from.identityAgent(),
                from.knownHostsFiles(),
                from.strict(),
                from.hashKnownHosts());
    }

    static Destination proxied(Destination from, String command) {
        return build(
                from,
                from.jumps(),
                command,
                from.identityFiles(),
                from.identityAgent(),
                from.knownHostsFiles(),
                from.strict(),
                from.hashKnownHosts());
    }

    /** With NoHostAuthenticationForLocalhost. */
    static Destination localhostUnchecked(Destination from) {
        return build(
                from,
                from.jumps(),
                from.proxyCommand(),
                from.identityFiles(),
                from.identityAgent(),
                from.knownHostsFiles(),
                from.strict(),
                from.hashKnownHosts(),
                true);
    }

    private static Destination build(
            Destination from,
            List<Destination> jumps,
            @Nullable String proxyCommand,
            List<Path> keys,
            @Nullable String agent,
            List<Path> knownHosts,
            StrictHostKeyChecking strict,
            boolean hash) {
        return build(from, jumps, proxyCommand, keys, agent, knownHosts, strict, hash, from.localhostUnchecked());
    }

    private static Destination build(
            Destination from,
            List<Destination> jumps,
            @Nullable String proxyCommand,
            List<Path> keys,
            @Nullable String agent,
            List<Path> knownHosts,
            StrictHostKeyChecking strict,
            boolean hash,
            boolean localhostUnchecked) {
        return new Destination(
                from.alias(),
                from.hostName(),
                from.port(),
                from.user(),
                jumps,
                proxyCommand,
                from.family(),
                from.source(),
                keys,
                true,
                from.identitiesOnly(),
                from.certificateFiles(),
                agent,
                from.authentications(),
                from.passwordPrompts(),
                from.batchMode(),
                knownHosts,
                List.of(),
                from.hostKeyAlias(),
                strict,
                hash,
                localhostUnchecked,
                Duration.ofSeconds(5),
                from.serverAlive(),
                from.preferences(),
                from.shell(),
                from.controlPath(),
                from.unsupported());
    }
}
