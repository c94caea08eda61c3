package dev.berth.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import dev.berth.ssh.KnownHost.Marker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the known_hosts files say, with OpenSSH's meaning: a revoked key is revoked whatever other lines say, a negated
 * pattern takes its line out, {@code [host]:port} comes before {@code host}.
 */
final class KnownHosts {
    private static final long LARGEST = 64L << 20;

    private static final List<String> CERTIFICATES = List.of(
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

    private final List<KnownHost> lines = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /** Files that are missing or unreadable count as empty, as they do for ssh. */
    KnownHosts(List<Path> files) {
        for (Path file : files) {
            read(file);
        }
    }

    private void read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return;
            }
            if (Files.size(file) > LARGEST) {
                skipped.add(file + " (too large)");
                return;
            }
            int number = 0;
            for (String text :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                number++;
                KnownHost line = KnownHost.parse(text, file, number);
                if (line != null) {
                    lines.add(line);
                } else if (!KnownHost.isComment(text)) {
                    skipped.add(file + " line " + number);
                }
            }
        } catch (IOException unreadable) {
            skipped.add(file + " (unreadable)");
        }
    }

    /** Lines and files that could not be read, as a person finds them. */
    List<String> skipped() {
        return List.copyOf(skipped);
    }

    /** What a host is looked up as, the first form first. An alias stands for itself, whatever the port. */
    static List<String> names(Destination destination) {
        String name = destination.keyName().toLowerCase(Locale.ROOT);
        boolean bare = destination.hostKeyAlias() != null || destination.port() == 22;
        return bare ? List.of(name) : List.of("[" + name + "]:" + destination.port(), name);
    }

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
        return about(names)
                .filter(line -> line.marker() == Marker.REVOKED)
                .filter(line -> is(line, blob) || signer != null && is(line, signer))
                .findFirst()
                .orElse(null);
    }

    private @Nullable KnownHost authority(List<String> names, PublicKey key) {
        byte[] signer = signer(key);
        return about(names)
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
            List<KnownHost> keys = keys(name);
            KnownHost same = first(keys, line -> is(line, blob));
            if (same != null) {
                return new Finding(Verdict.KNOWN, same, flaw);
            }
            if (!keys.isEmpty() && name.equals(names.getFirst())) {
                String type = HostKeys.type(key);
                KnownHost likely = first(keys, line -> line.type().equals(type));
                return new Finding(Verdict.CHANGED, likely == null ? keys.getFirst() : likely, flaw);
            }
        }
        return new Finding(Verdict.UNKNOWN, null, flaw);
    }

    private static @Nullable KnownHost first(List<KnownHost> lines, Predicate<KnownHost> wanted) {
        return lines.stream().filter(wanted).findFirst().orElse(null);
    }

    /** The lines with a key of this host itself. */
    List<KnownHost> keys(String name) {
        return about(List.of(name)).filter(line -> line.marker() == Marker.NONE).toList();
    }

    /** Where else this key stands: the same machine under another name, or a key that several machines share. */
    List<KnownHost> others(PublicKey key) {
        byte[] blob = HostKeys.blob(HostKeys.plain(key));
        return lines.stream()
                .filter(line -> line.marker() == Marker.NONE && is(line, blob))
                .toList();
    }

    /** The algorithms to ask for first, so that the server shows a key that can be compared. */
    List<String> algorithms(List<String> names) {
        Set<String> algorithms = new LinkedHashSet<>();
        for (String name : names) {
            about(List.of(name))
                    .filter(line -> line.marker() != Marker.REVOKED)
                    .flatMap(KnownHosts::algorithms)
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

    private Stream<KnownHost> about(List<String> names) {
        return lines.stream().filter(line -> names.stream().anyMatch(line::matches));
    }

    private static boolean is(KnownHost line, byte[] key) {
        return Arrays.equals(line.key(), key);
    }
}
