package dev.berth.hostkey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A line of a known_hosts file, as sshd(8) describes the format. */
public record KnownHost(Marker marker, String patterns, String type, byte[] key, Path file, int line) {
    /** What its line is for. */
    public enum Marker {
        NONE,
        AUTHORITY,
        REVOKED
    }

    private static final String HASHED = "|1|";

    /** How many fields follow the name of its type in a key. */
    private static final Map<String, Integer> FIELDS = Map.of(
            "ssh-ed25519", 1,
            "ssh-rsa", 2,
            "ssh-dss", 4,
            "ecdsa-sha2-nistp256", 2,
            "ecdsa-sha2-nistp384", 2,
            "ecdsa-sha2-nistp521", 2,
            "sk-ssh-ed25519@openssh.com", 2,
            "sk-ecdsa-sha2-nistp256@openssh.com", 3);

    static boolean isComment(String text) {
        return text.isBlank() || text.strip().startsWith("#");
    }

    /** Null for a line that can't be read: OpenSSH skips those too. */
    static @Nullable KnownHost parse(String text, Path file, int line) {
        String[] words = text.strip().split("\\s+", -1);
        int at = words[0].startsWith("@") ? 1 : 0;
        if (isComment(text) || words.length < at + 3) {
            return null;
        }
        Marker marker = at == 0 ? Marker.NONE : marker(words[0]);
        if (marker == null) {
            return null;
        }
        try {
            byte[] key = Base64.getDecoder().decode(words[at + 2]);
            String type = words[at + 1];
            return isKey(type, key) ? new KnownHost(marker, words[at], type, key, file, line) : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** A key that was cut off, or is of another type than its line says, would otherwise look like another key. */
    private static boolean isKey(String type, byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        byte[] name = field(buffer);
        Integer fields = FIELDS.get(type);
        if (fields == null || name == null || !type.equals(new String(name, StandardCharsets.UTF_8))) {
            return false;
        }
        for (int left = fields; left > 0; left--) {
            if (field(buffer) == null) {
                return false;
            }
        }
        return !buffer.hasRemaining();
    }

    /** The next string of a key; null where it is cut off. */
    private static byte @Nullable [] field(ByteBuffer key) {
        int length = key.remaining() < Integer.BYTES ? -1 : key.getInt();
        if (length < 0 || length > key.remaining()) {
            return null;
        }
        byte[] field = new byte[length];
        key.get(field);
        return field;
    }

    private static @Nullable Marker marker(String word) {
        return switch (word) {
            case "@cert-authority" -> Marker.AUTHORITY;
            case "@revoked" -> Marker.REVOKED;
            default -> null;
        };
    }

    /** @param name in lower case */
    public boolean matches(String name) {
        if (hashed()) {
            return matchesHash(name);
        }
        boolean matches = false;
        for (String pattern : patterns.toLowerCase(Locale.ROOT).split(",", -1)) {
            boolean negated = pattern.startsWith("!");
            if (glob(negated ? pattern.substring(1) : pattern, name)) {
                if (negated) {
                    return false;
                }
                matches = true;
            }
        }
        return matches;
    }

    public String fingerprint() {
        return ShownKey.fingerprint(key);
    }

    public boolean hashed() {
        return patterns.startsWith(HASHED);
    }

    private boolean matchesHash(String name) {
        String[] parts = patterns.substring(HASHED.length()).split("\\|", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[0]);
            return MessageDigest.isEqual(hash(name, salt), Base64.getDecoder().decode(parts[1]));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** A name as HashKnownHosts writes it. */
    public static String hashed(String name, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder();
        return HASHED + base64.encodeToString(salt) + "|" + base64.encodeToString(hash(name, salt));
    }

    private static byte[] hash(String name, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean glob(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }
}
