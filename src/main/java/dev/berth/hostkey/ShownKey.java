package dev.berth.hostkey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A key that a server showed.
 *
 * @param type such as ssh-ed25519
 * @param fingerprint as {@code ssh-keygen -l} prints it
 */
public record ShownKey(String type, String fingerprint) {
    /** @param blob the key as SSH writes it */
    public static ShownKey of(String type, byte[] blob) {
        return new ShownKey(type, fingerprint(blob));
    }

    /** @param blob the key as SSH writes it */
    public static String fingerprint(byte[] blob) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether that line has this key. */
    boolean in(KnownHost line) {
        return line.fingerprint().equals(fingerprint);
    }

    String words() {
        return type + " " + fingerprint;
    }
}
