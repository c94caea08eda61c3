package dev.berth.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import dev.berth.ssh.Destination.Preferences;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.Stream;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.signature.SignatureRSA;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.kex.KeyExchange;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Modern algorithms only, the fastest first. Java's own cryptography comes first since it uses the processor's AES;
 * Bouncy Castle, as the last provider, adds what Java lacks (ChaCha20 as SSH uses it, ECDSA under sshj's names).
 */
final class Algorithms extends DefaultConfig {
    private static final List<String> CIPHERS = List.of(
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com",
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr",
            "chacha20-poly1305@openssh.com");

    private static final List<String> MACS =
            List.of("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512");

    private static final List<String> KEY_EXCHANGES = List.of(
            HybridKeyExchange.NAME,
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "diffie-hellman-group-exchange-sha256",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group18-sha512",
            "diffie-hellman-group14-sha256");

    /** Not a key exchange: asks the server for its list of signature algorithms (RFC 8308). */
    private static final String EXTENSION_INFO = "ext-info-c";

    /**
     * Plain keys before certificates: a server that has both then shows its plain key, and a certificate is asked for
     * only where known_hosts names an authority.
     */
    private static final List<String> KEYS = Stream.concat(
                    Stream.of(
                            "ssh-ed25519",
                            "ecdsa-sha2-nistp256",
                            "ecdsa-sha2-nistp384",
                            "ecdsa-sha2-nistp521",
                            "rsa-sha2-512",
                            "rsa-sha2-256"),
                    HostKeyLook.CERTIFICATES.stream())
            .toList();

    private static final Map<String, List<String>> ALL =
            Map.of("ciphers", CIPHERS, "macs", MACS, "kexalgorithms", KEY_EXCHANGES, "hostkeyalgorithms", KEYS);

    /** The options that choose between algorithms. */
    static final List<String> LISTS = List.of("ciphers", "macs", "kexalgorithms", "hostkeyalgorithms");

    static {
        SecurityUtils.setRegisterBouncyCastle(false);
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }

    /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<java.util.logging.Logger> SILENT = Stream.of("net.schmizz", "com.hierynomus")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    static {
        // what matters comes back as an exception; on a console these would end up in the screen
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
    }

    /** @param incoming gets each key under which packets come from then on, by the thread that reads them */
    Algorithms(Preferences chosen, Consumer<AesGcm> incoming) {
        setLoggerFactory(new Silence());
        setVersion("Berth");
        setCipherFactories(order(ciphers(incoming), CIPHERS, chosen.ciphers()));
        setMACFactories(order(getMACFactories(), MACS, chosen.macs()));
        List<String> exchanges = new ArrayList<>(names(KEY_EXCHANGES, chosen.keyExchanges()));
        exchanges.add(EXTENSION_INFO);
        setKeyExchangeFactories(order(exchanges(), exchanges, List.of()));
        setKeyAlgorithms(order(keys(), first(chosen.hostKeys()), List.of()));
    }

    /** Called while the superclass is made, where sshj tries out each of 33 ciphers: half a second on a cold start. */
    @Override
    protected void initCipherFactories() {}

    private static List<Factory.Named<Cipher>> ciphers(Consumer<AesGcm> incoming) {
        return List.of(
                AesGcm.factory("aes128-gcm@openssh.com", 16, incoming),
                AesGcm.factory("aes256-gcm@openssh.com", 32, incoming),
                BlockCiphers.AES128CTR(),
                BlockCiphers.AES192CTR(),
                BlockCiphers.AES256CTR(),
                ChachaPolyCiphers.CHACHA_POLY_OPENSSH());
    }

    private List<Factory.Named<KeyExchange>> exchanges() {
        List<Factory.Named<KeyExchange>> exchanges = new ArrayList<>(getKeyExchangeFactories());
        exchanges.add(HybridKeyExchange.factory());
        return exchanges;
    }

    /** sshj knows RSA certificates only with SHA-1, which sshd refuses since 8.8. */
    private List<Factory.Named<KeyAlgorithm>> keys() {
        List<Factory.Named<KeyAlgorithm>> keys = new ArrayList<>(getKeyAlgorithms());
        keys.add(new KeyAlgorithms.Factory(
                "rsa-sha2-512-cert-v01@openssh.com", new SignatureRSA.FactoryRSASHA512(), KeyType.RSA_CERT));
        keys.add(new KeyAlgorithms.Factory(
                "rsa-sha2-256-cert-v01@openssh.com", new SignatureRSA.FactoryRSASHA256(), KeyType.RSA_CERT));
        return keys;
    }

    private static <T> List<Factory.Named<T>> order(
            List<Factory.Named<T>> all, List<String> ours, List<String> chosen) {
        List<Factory.Named<T>> ordered = new ArrayList<>();
        for (String name : names(ours, chosen)) {
            all.stream().filter(one -> one.getName().equals(name)).findFirst().ifPresent(ordered::add);
        }
        return ordered;
    }

    /** Host keys the user prefers come first; the others stay, since sshj takes a user's own key from the same list. */
    private static List<String> first(List<String> chosen) {
        List<String> all = new ArrayList<>(chosen);
        all.retainAll(KEYS);
        KEYS.stream().filter(key -> !all.contains(key)).forEach(all::add);
        return all;
    }

    /** The user's choice, as far as it is one of ours; ours where nothing of it is. */
    private static List<String> names(List<String> ours, List<String> chosen) {
        List<String> both = chosen.stream().filter(ours::contains).toList();
        return both.isEmpty() ? ours : both;
    }

    /** Those of a user's choice that this link has. */
    static List<String> known(String option, List<String> chosen) {
        List<String> ours = ALL.getOrDefault(option, List.of());
        return chosen.stream().filter(ours::contains).toList();
    }

    private static final class Silence implements LoggerFactory {
        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
