package dev.berth.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType.CertUtils;
import net.schmizz.sshj.common.SSHRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate that a known authority signed holds for a host; PROTOCOL.certkeys of OpenSSH. sshj would end the
 * connection over one that does not, where ssh goes on with the plain key.
 */
final class HostCertificates {
    private static final int FOR_HOSTS = 2;

    private HostCertificates() {}

    /** Why it does not count; null where it does. */
    static @Nullable String flaw(Certificate<?> certificate, String host) {
        if (certificate.getType() != FOR_HOSTS) {
            return "it is not a host's certificate";
        }
        if (!certificate.getCritOptions().isEmpty()) {
            return "it has critical options, which no host certificate knows";
        }
        List<String> names = certificate.getValidPrincipals();
        // ssh takes each as it stands; sshj would take it as a pattern
        if (!names.isEmpty() && !names.contains(host)) {
            return "it is for " + String.join(", ", names) + ", not for " + host;
        }
        try {
            byte[] raw = new Buffer.PlainBuffer().putPublicKey(certificate).getCompactData();
            return CertUtils.verifyHostCertificate(raw, certificate, host);
        } catch (Buffer.BufferException | SSHRuntimeException unreadable) {
            return "it can't be read";
        }
    }
}
