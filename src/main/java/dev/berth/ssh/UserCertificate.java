package dev.berth.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/**
 * A user's certificate: a public key with an authority's word for it. OpenSSH's PROTOCOL.certkeys.
 *
 * @param blob as SSH writes it
 * @param key the public key alone, as SSH writes it
 */
record UserCertificate(Path path, byte[] blob, byte[] key) {
    private static final long LARGEST = 1 << 20;

    private static final String MARK = "-cert-v01@openssh.com";

    /** @throws IOException where it is missing, or no certificate */
    static UserCertificate read(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IOException("too large for a certificate");
        }
        String[] words =
                Files.readString(path, StandardCharsets.ISO_8859_1).strip().split("\\s+", -1);
        if (words.length < 2 || !words[0].endsWith(MARK)) {
            throw new IOException("not a certificate");
        }
        try {
            byte[] blob = Base64.getDecoder().decode(words[1]);
            return new UserCertificate(path, blob, key(blob));
        } catch (IllegalArgumentException | Buffer.BufferException malformed) {
            throw new IOException("not a certificate", malformed);
        }
    }

    /** Whether that is the certificate, or the key it is about. */
    boolean isFor(byte[] other) {
        return Arrays.equals(other, blob) || Arrays.equals(other, key);
    }

    private static byte[] key(byte[] blob) throws Buffer.BufferException {
        Buffer.PlainBuffer certificate = new Buffer.PlainBuffer(blob);
        String plain = certificate.readString().replace(MARK, "");
        certificate.readBytes(); // the nonce
        Buffer.PlainBuffer key =
                new Buffer.PlainBuffer().putString(plain.startsWith("sk-") ? plain + "@openssh.com" : plain);
        for (int i = 0; i < fields(plain); i++) {
            key.putBytes(certificate.readBytes());
        }
        return key.getCompactData();
    }

    private static int fields(String type) {
        return switch (type) {
            case "ssh-ed25519" -> 1;
            case "sk-ecdsa-sha2-nistp256" -> 3;
            default -> 2;
        };
    }
}
