package dev.berth.ssh;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;

/**
 * Agrees on a secret by ML-KEM-768, which a quantum computer is not known to break, and X25519, which is known to be good
 * today: whoever wants the secret has to break both. draft-ietf-sshm-mlkem-hybrid-kex. For one exchange.
 */
final class MlKemX25519 {
    private static final int KEM_KEY = 1184;
    private static final int KEM_CIPHERTEXT = 1088;
    private static final int CURVE_KEY = 32;

    private final KeyPair kem;
    private final KeyPair curve;

    MlKemX25519() throws GeneralSecurityException {
        kem = pair("ML-KEM", NamedParameterSpec.ML_KEM_768);
        curve = pair("X25519", NamedParameterSpec.X25519);
    }

    private static KeyPair pair(String algorithm, NamedParameterSpec parameters) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    /** What the server is sent. */
    byte[] offer() {
        byte[] offer = Arrays.copyOf(end(kem, KEM_KEY), KEM_KEY + CURVE_KEY);
        System.arraycopy(end(curve, CURVE_KEY), 0, offer, KEM_KEY, CURVE_KEY);
        return offer;
    }

    /** An encoded public key is a fixed head and the key itself. */
    private static byte[] end(KeyPair pair, int length) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
    }

    /**
     * @param reply what the server answered
     * @throws GeneralSecurityException where that is not an answer to this offer
     */
    SharedSecret agree(byte[] reply) throws GeneralSecurityException {
        if (reply.length != KEM_CIPHERTEXT + CURVE_KEY) {
            throw new InvalidKeyException("a key share of " + reply.length + " bytes");
        }
        byte[] quantum = KEM.getInstance("ML-KEM")
                .newDecapsulator(kem.getPrivate())
                .decapsulate(Arrays.copyOf(reply, KEM_CIPHERTEXT))
                .getEncoded();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(quantum);
        return new SharedSecret(digest.digest(classical(Arrays.copyOfRange(reply, KEM_CIPHERTEXT, reply.length))));
    }

    /** Java refuses the points that would make the secret predictable. */
    private byte[] classical(byte[] theirs) throws GeneralSecurityException {
        byte[] encoded = curve.getPublic().getEncoded();
        System.arraycopy(theirs, 0, encoded, encoded.length - CURVE_KEY, CURVE_KEY);
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(curve.getPrivate());
        agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded)), true);
        return agreement.generateSecret();
    }
}
