package dev.berth.ssh;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.regex.Pattern;
import net.schmizz.sshj.common.Ed25519KeyFactory;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** An Ed25519 key in PKCS#8, as OpenSSL writes it and OpenSSH reads it since 9.6; sshj reads every other type there. */
final class Ed25519Pem {
    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN (ENCRYPTED )?PRIVATE KEY-----");

    private Ed25519Pem() {}

    /**
     * Null where it is a key of another type or form.
     *
     * @param passphrase empty where it has none
     * @throws IOException where the passphrase is wrong
     */
    static @Nullable KeyProvider read(String text, char[] passphrase) throws IOException {
        if (!PKCS8.matcher(text).find()) {
            return null;
        }
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            PrivateKeyInfo info = info(parser.readObject(), passphrase);
            if (info == null
                    || !EdECObjectIdentifiers.id_Ed25519.equals(
                            info.getPrivateKeyAlgorithm().getAlgorithm())) {
                return null;
            }
            return provider(ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets());
        } catch (OperatorCreationException | PKCSException | GeneralSecurityException wrong) {
            throw new IOException(wrong);
        }
    }

    private static @Nullable PrivateKeyInfo info(@Nullable Object read, char[] passphrase)
            throws OperatorCreationException, PKCSException {
        if (read instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().build(passphrase));
        }
        return read instanceof PrivateKeyInfo plain ? plain : null;
    }

    private static KeyProvider provider(byte[] seed) throws GeneralSecurityException {
        byte[] point = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
        return new KeyPairWrapper(
                new KeyPair(Ed25519KeyFactory.getPublicKey(point), Ed25519KeyFactory.getPrivateKey(seed)));
    }
}
