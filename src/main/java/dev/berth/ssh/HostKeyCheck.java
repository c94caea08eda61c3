package dev.berth.ssh;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Checks one connect's host key and remembers what it saw: a person is asked between two connects, never in one. */
final class HostKeyCheck implements HostKeyVerifier {
    /** @param finding what the files said of it */
    record Seen(PublicKey key, KnownHosts.Finding finding) {}

    private final KnownHosts known;
    private final List<String> names;
    private final byte @Nullable [] accepted;
    private volatile @Nullable Seen refused;

    /** @param accepted the key a person accepted; null while none was */
    HostKeyCheck(KnownHosts known, Destination destination, byte @Nullable [] accepted) {
        this.known = known;
        this.names = KnownHosts.names(destination);
        this.accepted = accepted;
    }

    /** sshj's names are those of the socket, which a proxy or an alias makes meaningless. */
    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        KnownHosts.Finding finding = known.look(names, key);
        boolean agreed = accepted != null && Arrays.equals(accepted, HostKeys.blob(HostKeys.plain(key)));
        boolean good = switch (finding.verdict()) {
            case KNOWN -> true;
            case UNKNOWN -> agreed;
            case CHANGED, REVOKED -> false;
        };
        refused = good ? null : new Seen(key, finding);
        return good;
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return known.algorithms(names);
    }

    /** The key that was refused; null where none was. */
    @Nullable
    Seen refused() {
        return refused;
    }
}
