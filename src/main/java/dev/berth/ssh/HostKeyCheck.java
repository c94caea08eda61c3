package dev.berth.ssh;

import dev.berth.hostkey.KnownHosts;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Checks one connect's host key and remembers what it saw: a person is asked between two connects, never in one. */
final class HostKeyCheck implements HostKeyVerifier {
    /** @param finding what the files said of it */
    record Seen(PublicKey key, KnownHosts known, HostKeyLook.Finding finding) {}

    private final KnownHosts known;
    private final List<String> names;
    private final String host;
    private final boolean any;
    /** Good for the rest of the connection: the key is shown again whenever the session's keys are renewed. */
    private volatile byte @Nullable [] accepted;

    private volatile @Nullable Seen refused;

    /**
     * @param any every key is good, as NoHostAuthenticationForLocalhost wants it
     * @param accepted the key that was decided for; null while none was
     */
    HostKeyCheck(KnownHosts known, Destination destination, boolean any, byte @Nullable [] accepted) {
        this.known = known;
        this.names = destination.keyNames();
        this.host = destination.keyName().toLowerCase(Locale.ROOT);
        this.any = any;
        this.accepted = accepted;
    }

    /** sshj's names are those of the socket, which a proxy or an alias makes meaningless. */
    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        byte[] blob = HostKeys.blob(HostKeys.plain(key));
        if (any || Arrays.equals(accepted, blob)) {
            return true;
        }
        HostKeyLook.Finding finding = new HostKeyLook(known).look(names, host, key);
        boolean good = finding.verdict() == HostKeyLook.Verdict.KNOWN;
        if (good) {
            accepted = blob;
        } else {
            refused = new Seen(key, known, finding);
        }
        return good;
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return new HostKeyLook(known).algorithms(names);
    }

    /** The key that was refused; null where none was. */
    @Nullable
    Seen refused() {
        return refused;
    }
}
