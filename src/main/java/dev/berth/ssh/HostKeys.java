package dev.berth.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.security.PublicKey;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/** Public keys as SSH writes them. */
final class HostKeys {
    private HostKeys() {}

    /** The key that a certificate is about; the key itself where it is none. */
    static PublicKey plain(PublicKey key) {
        return key instanceof Certificate<?> certificate ? certificate.getKey() : key;
    }

    static byte[] blob(PublicKey key) {
        return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    }

    /** Such as ssh-ed25519. */
    static String type(PublicKey key) {
        return KeyType.fromKey(key).toString();
    }
}
