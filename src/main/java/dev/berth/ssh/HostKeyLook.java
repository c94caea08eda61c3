package dev.berth.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import dev.berth.hostkey.KnownHost;
import dev.berth.hostkey.KnownHost.Marker;
import dev.berth.hostkey.KnownHosts;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks a key up in the known_hosts files, with OpenSSH's meaning: a revoked key is revoked whatever other lines say, a
 * negated pattern takes its line out, {@code [host]:port} comes before {@code host}.
 */
record HostKeyLook(KnownHosts known) {
    static final List<String> CERTIFICATES = List.of(
            "ssh-ed25519-cert-v01@openssh.com",
            "ecdsa-sha2-nistp256-cert-v01@openssh.com",
            "ecdsa-sha2-nistp384-cert-v01@openssh.com",
            "ecdsa-sha2-nistp521-cert-v01@openssh.com",
            "rsa-sha2-512-cert-v01@openssh.com",
            "rsa-sha2-256-cert-v01@openssh.com");

    enum Verdict {
        KNOWN,
        UNKNOWN,
        CHANGED,
        REVOKED
    }

    /**
     * @param line the one that decided: the other key's where it changed; null where none did
     * @param certificate why the certificate of a known authority does not count; null where none was shown, or it does
     */
    record Finding(
            Verdict verdict,
            @Nullable KnownHost line,
            @Nullable String certificate) {}

    /** @param host the name that a host certificate has to be made for */
    Finding look(List<String> names, String host, PublicKey key) {
        KnownHost revoked = revoked(names, key);
        if (revoked != null) {
            return new Finding(Verdict.REVOKED, revoked, null);
        }
        KnownHost authority = authority(names, key);
        String flaw = authority == null ? null : HostCertificates.flaw((Certificate<?>) key, host);
        if (authority != null && flaw == null) {
            return new Finding(Verdict.KNOWN, authority, null);
        }
        return plain(names, HostKeys.plain(key), flaw);
    }

    private @Nullable KnownHost revoked(List<String> names, PublicKey key) {
        byte[] blob = HostKeys.blob(HostKeys.plain(key));
        byte[] signer = signer(key);
        return known.about(names).stream()
                .filter(line -> line.marker() == Marker.REVOKED)
                .filter(line -> is(line, blob) || signer != null && is(line, signer))
                .findFirst()
                .orElse(null);
    }

    private @Nullable KnownHost authority(List<String> names, PublicKey key) {
        byte[] signer = signer(key);
        return known.about(names).stream()
                .filter(line -> line.marker() == Marker.AUTHORITY && signer != null && is(line, signer))
                .findFirst()
                .orElse(null);
    }

    private static byte @Nullable [] signer(PublicKey key) {
        return key instanceof Certificate<?> certificate ? certificate.getSignatureKey() : null;
    }

    /** Only the first form of the name can say that a key changed; the bare name is asked where that says nothing. */
    private Finding plain(List<String> names, PublicKey key, @Nullable String flaw) {
        byte[] blob = HostKeys.blob(key);
        for (String name : names) {
            List<KnownHost> keys = known.keys(name);
            KnownHost same =
                    keys.stream().filter(line -> is(line, blob)).findFirst().orElse(null);
            if (same != null) {
                return new Finding(Verdict.KNOWN, same, flaw);
            }
            if (!keys.isEmpty() && name.equals(names.getFirst())) {
                return new Finding(Verdict.CHANGED, known.other(name, HostKeys.type(key)), flaw);
            }
        }
        return new Finding(Verdict.UNKNOWN, null, flaw);
    }

    /** The algorithms to ask for first, so that the server shows a key that can be compared. */
    List<String> algorithms(List<String> names) {
        Set<String> algorithms = new LinkedHashSet<>();
        for (String name : names) {
            known.about(List.of(name)).stream()
                    .filter(line -> line.marker() != Marker.REVOKED)
                    .flatMap(HostKeyLook::algorithms)
                    .forEach(algorithms::add);
            if (!algorithms.isEmpty()) {
                break;
            }
        }
        return List.copyOf(algorithms);
    }

    private static Stream<String> algorithms(KnownHost line) {
        if (line.marker() == Marker.AUTHORITY) {
            return CERTIFICATES.stream();
        }
        return line.type().equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(line.type());
    }

    private static boolean is(KnownHost line, byte[] key) {
        return Arrays.equals(line.key(), key);
    }
}
