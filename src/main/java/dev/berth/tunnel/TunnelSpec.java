package dev.berth.tunnel;

import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tunnel is, apart from how it is: what state.json keeps.
 *
 * @param bindAddresses literal addresses of this machine to listen on; {@code *} is every one. For a remote tunnel the
 *     one address here that the box's connections go to
 * @param localPort the port here: listened on, or of a remote tunnel the one that its connections go to
 * @param remoteAddress where the box connects to, as the host (or the container) sees it; of a remote tunnel where it
 *     listens; empty for a dynamic one and for a path
 * @param remotePort 0 for a dynamic tunnel and for a path; of a remote tunnel 0 lets the host choose
 * @param remotePath a Unix socket of the host in place of address and port
 * @param autostart switched on whenever its host is connected
 * @param saved kept over an end of the agent
 * @param relay a command of the host carries it, since somebody agreed to that
 */
public record TunnelSpec(
        String name,
        String host,
        @Nullable String container,
        TunnelStatus.Kind kind,
        List<String> bindAddresses,
        int localPort,
        String remoteAddress,
        int remotePort,
        @Nullable String remotePath,
        @Nullable String group,
        boolean autostart,
        boolean saved,
        boolean relay) {
    /** Both families: a client that says localhost gets either. */
    public static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    public TunnelSpec {
        bindAddresses = List.copyOf(bindAddresses);
        if (bindAddresses.isEmpty() || !isPort(localPort)) {
            throw new IllegalArgumentException("a tunnel without a local end");
        }
    }

    static boolean isPort(int port) {
        return port > 0 && port <= 65535;
    }

    /** This machine's end as {@code address:port}. */
    public String local() {
        return at(bindAddresses.getFirst(), localPort);
    }

    /** The far end as {@code address:port} or a path; empty for a dynamic tunnel, which has none. */
    public String remote() {
        if (remotePath != null) {
            return remotePath;
        }
        return kind == TunnelStatus.Kind.DYNAMIC ? "" : at(remoteAddress, remotePort);
    }

    /** The machine at the far end in words. */
    String place() {
        return container == null ? host : container + " on " + host;
    }

    /** Whether another goes from the same port here to the same far end. */
    public boolean sameEnds(TunnelSpec other) {
        return host.equals(other.host)
                && Objects.equals(container, other.container)
                && kind == other.kind
                && localPort == other.localPort
                && remoteAddress.equals(other.remoteAddress)
                && remotePort == other.remotePort
                && Objects.equals(remotePath, other.remotePath);
    }

    private static String at(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    public TunnelSpec withName(String other) {
        return new TunnelSpec(
                other,
                host,
                container,
                kind,
                bindAddresses,
                localPort,
                remoteAddress,
                remotePort,
                remotePath,
                group,
                autostart,
                saved,
                relay);
    }

    /** The same towards another far end. */
    TunnelSpec to(String address, int port) {
        return new TunnelSpec(
                name,
                host,
                container,
                kind,
                bindAddresses,
                localPort,
                address,
                port,
                null,
                group,
                autostart,
                saved,
                relay);
    }

    public TunnelSpec withLocalPort(int port) {
        return new TunnelSpec(
                name,
                host,
                container,
                kind,
                bindAddresses,
                port,
                remoteAddress,
                remotePort,
                remotePath,
                group,
                autostart,
                saved,
                relay);
    }

    public TunnelSpec withKeeping(Request.Keeping keeping) {
        return new TunnelSpec(
                name,
                host,
                container,
                kind,
                bindAddresses,
                localPort,
                remoteAddress,
                remotePort,
                remotePath,
                keeping.group(),
                keeping.autostart(),
                keeping.saved(),
                relay);
    }

    public TunnelSpec relayed() {
        return new TunnelSpec(
                name,
                host,
                container,
                kind,
                bindAddresses,
                localPort,
                remoteAddress,
                remotePort,
                remotePath,
                group,
                autostart,
                saved,
                true);
    }

    /** Other machines can reach its end here. */
    public boolean isWide() {
        return kind != TunnelStatus.Kind.REMOTE
                && bindAddresses.stream()
                        .anyMatch(address -> address.equals("*")
                                || !InetAddress.ofLiteral(address).isLoopbackAddress());
    }
}
