package dev.berth.ssh;

import dev.berth.hostkey.Server;
import dev.berth.hostkey.StrictHostKeyChecking;
import dev.berth.link.Pace;
import dev.berth.link.ShellSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration of a destination, tokens expanded; ssh_config(5) says what each field means.
 *
 * @param alias the word that was asked for
 * @param jumps the jump hosts from here to the destination, each to be reached through the one before it
 * @param identitiesNamed somebody chose the identity files; otherwise they are the usual ones
 * @param identityAgent a socket's path or "none"; null is the environment's SSH_AUTH_SOCK
 * @param knownHostsFiles the user's; the first one is added to
 * @param localhostUnchecked every host key is good where the address is a loopback one
 * @param authentications the methods to try, in order
 * @param controlPath where a master of the user's may listen; null where none would
 * @param unsupported options that are set and that only OpenSSH itself honours, in ssh's spelling with their values
 */
public record Destination(
        String alias,
        String hostName,
        int port,
        String user,
        List<Destination> jumps,
        @Nullable String proxyCommand,
        AddressFamily family,
        Source source,
        List<Path> identityFiles,
        boolean identitiesNamed,
        boolean identitiesOnly,
        List<Path> certificateFiles,
        @Nullable String identityAgent,
        List<String> authentications,
        int passwordPrompts,
        boolean batchMode,
        List<Path> knownHostsFiles,
        List<Path> globalKnownHostsFiles,
        @Nullable String hostKeyAlias,
        StrictHostKeyChecking strict,
        boolean hashKnownHosts,
        boolean localhostUnchecked,
        Duration connectTimeout,
        ServerAlive serverAlive,
        Preferences preferences,
        ShellSettings shell,
        @Nullable Path controlPath,
        List<String> unsupported) {

    /** OpenSSH waits as long as TCP does, which is minutes. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Which addresses of a name are tried. */
    public enum AddressFamily {
        ANY,
        INET,
        INET6
    }

    /** Which of this machine's addresses a connection comes from; none of both leaves it to the system. */
    public record Source(@Nullable String address, @Nullable String networkInterface) {
        static final Source ANY = new Source(null, null);
    }

    /**
     * How often the host is asked whether it is there, and after how many questions without an answer it is not;
     * ssh_config(5), ServerAliveInterval and ServerAliveCountMax.
     */
    public record ServerAlive(Duration interval, int most) {
        /** Where the user has set none: a dead host is found within 10 s. */
        static final ServerAlive OURS = new ServerAlive(Duration.ofSeconds(3), 2);

        /** A host may be silent, once it was asked, for as long as that many questions take. */
        public Pace pace() {
            return new Pace(interval, interval.multipliedBy(most));
        }
    }

    /** Algorithms the user chose; an empty list leaves the choice to us. */
    public record Preferences(
            List<String> ciphers, List<String> macs, List<String> keyExchanges, List<String> hostKeys) {
        static final Preferences NONE = new Preferences(List.of(), List.of(), List.of(), List.of());
    }

    /** A destination without any configuration but OpenSSH's defaults. */
    static Destination plain(String alias, String user, String hostName, int port, Path home) {
        Path ssh = home.resolve(".ssh");
        return new Destination(
                alias,
                hostName,
                port,
                user,
                List.of(),
                null,
                AddressFamily.ANY,
                Source.ANY,
                List.of(ssh.resolve("id_rsa"), ssh.resolve("id_ecdsa"), ssh.resolve("id_ed25519")),
                false,
                false,
                List.of(),
                null,
                Settings.AUTHENTICATIONS,
                3,
                false,
                List.of(ssh.resolve("known_hosts"), ssh.resolve("known_hosts2")),
                List.of(Path.of("/etc/ssh/ssh_known_hosts")),
                null,
                StrictHostKeyChecking.ASK,
                false,
                false,
                CONNECT_TIMEOUT,
                ServerAlive.OURS,
                Preferences.NONE,
                ShellSettings.NONE,
                null,
                List.of());
    }

    /** As a person knows the server: {@code user@name:port}. */
    public String server() {
        return user + "@" + address();
    }

    /** The alias, and what it stands for. */
    String who() {
        return alias.equals(server()) ? alias : alias + " (" + server() + ")";
    }

    /** {@code name:port}, an IPv6 address in brackets. */
    String address() {
        return (hostName.contains(":") ? "[" + hostName + "]" : hostName) + ":" + port;
    }

    /** The name that host keys and host certificates are looked up under. */
    String keyName() {
        return hostKeyAlias == null ? hostName : hostKeyAlias;
    }

    /** What host keys are looked up as, the first form first. An alias stands for itself, whatever the port. */
    List<String> keyNames() {
        String name = keyName().toLowerCase(Locale.ROOT);
        boolean bare = hostKeyAlias != null || port == 22;
        return bare ? List.of(name) : List.of("[" + name + "]:" + port, name);
    }

    /** @param jump it is a jump host on the way to another one */
    public Server keyServer(boolean jump) {
        return new Server(
                alias,
                address(),
                jump,
                keyNames(),
                strict,
                batchMode,
                knownHostsFiles,
                globalKnownHostsFiles,
                hashKnownHosts);
    }
}
