package dev.berth.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Key pairs of one run of the demo: the boxes' and the visitor's. ECDSA, which the JDK has and makes in an instant. */
record DemoKeys(KeyPair host, KeyPair user) {
    private static final String ALGORITHM = "ecdsa-sha2-nistp256";

    static DemoKeys generate() throws IOException {
        // the JDK's own crypto is faster than BouncyCastle's, and loaded already
        SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
        try {
            return new DemoKeys(KeyUtils.generateKeyPair(ALGORITHM, 256), KeyUtils.generateKeyPair(ALGORITHM, 256));
        } catch (GeneralSecurityException e) {
            throw new IOException("no key pair could be made", e);
        }
    }

    /** As known_hosts and {@code id.pub} have it. */
    static String publicLine(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    String userPrivateFile() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "berth demo", null, text);
        } catch (GeneralSecurityException e) {
            throw new IOException("the demo's key could not be written", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
