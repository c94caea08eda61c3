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

    /** @param line the one that decided: the other key's where it changed; null where none did */
    record Finding(Verdict verdict, @Nullable KnownHost line) {}

    private final List<KnownHost> lines = new ArrayList<>();

    /** Files that are missing or unreadable count as empty, as they do for ssh. */
    KnownHosts(List<Path> files) {
        for (Path file : files) {
            read(file);
        }
    }

    private void read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return;
            }
            int number = 0;
            for (String text :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                number++;
                KnownHost line = KnownHost.parse(text, file, number);
                if (line != null) {
                    lines.add(line);
                }
            }
        } catch (IOException unreadable) {
            // counts as empty
        }
    }

    /** What a host is looked up as, the first form first. An alias stands for itself, whatever the port. */
    static List<String> names(Destination destination) {
        String name = destination.keyName().toLowerCase(Locale.ROOT);
        boolean bare = destination.hostKeyAlias() != null || destination.port() == 22;
        return bare ? List.of(name) : List.of("[" + name + "]:" + destination.port(), name);
    }

    Finding look(List<String> names, PublicKey key) {
        byte[] blob = HostKeys.blob(HostKeys.plain(key));
        byte[] authority = key instanceof Certificate<?> certificate ? certificate.getSignatureKey() : null;
        for (KnownHost line : about(names)) {
            if (line.marker() == Marker.REVOKED && (is(line, blob) || authority != null && is(line, authority))) {
                return new Finding(Verdict.REVOKED, line);
            }
        }
        for (String name : names) {
            for (KnownHost line : about(List.of(name))) {
                boolean known = line.marker() == Marker.NONE && is(line, blob)
                        || line.marker() == Marker.AUTHORITY && authority != null && is(line, authority);
                if (known) {
                    return new Finding(Verdict.KNOWN, line);
                }
            }
        }
        return unknown(names.getFirst(), HostKeys.type(HostKeys.plain(key)));
    }

    /** Changed is only what the first form of the name says, and only of a key of the same type. */
    private Finding unknown(String name, String type) {
        return about(List.of(name)).stream()
                .filter(line -> line.marker() == Marker.NONE && line.type().equals(type))
                .findFirst()
                .map(line -> new Finding(Verdict.CHANGED, line))
                .orElse(new Finding(Verdict.UNKNOWN, null));
    }

    /** The algorithms to ask for first, so that the server shows a key that can be compared. */
    List<String> algorithms(List<String> names) {
        Set<String> algorithms = new LinkedHashSet<>();
        for (String name : names) {
            about(List.of(name)).stream()
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

    private List<KnownHost> about(List<String> names) {
        return lines.stream()
                .filter(line -> names.stream().anyMatch(line::matches))
                .toList();
    }

    private static boolean is(KnownHost line, byte[] key) {
        return Arrays.equals(line.key(), key);
    }
}
