package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * A private key's file. Its public half is known without a passphrase, from the file beside it or, in OpenSSH's own
 * format, from the file itself; the passphrase is asked for only once a server wants the key.
 */
final class KeyFile {
    private static final int TRIES = 3;
    private static final long LARGEST = 1 << 20;

    private static final String OPENSSH_BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String OPENSSH_END = "-----END OPENSSH PRIVATE KEY-----";

    /** Starts the decoded file; OpenSSH's PROTOCOL.key. */
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    /** How a passphrase protects it. */
    private enum Lock {
        NONE,
        PASSPHRASE,
        /** As OpenSSL did it before PKCS#8. */
        TRADITIONAL
    }

    private final Path path;
    private final boolean whole;
    private final Lock lock;
    private final byte[] publicBlob;
    private @Nullable KeyProvider loaded;

    private KeyFile(Path path, boolean whole, Lock lock, byte[] publicBlob) {
        this.path = path;
        this.whole = whole;
        this.lock = lock;
        this.publicBlob = publicBlob;
    }

    /** @throws IOException where there is neither a private nor a public half */
    static KeyFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            byte[] beside = publicHalf(Path.of(path + ".pub"));
            if (beside.length == 0) {
                throw new NoSuchFileException(path.toString());
            }
            return new KeyFile(path, false, Lock.NONE, beside);
        }
        String text = text(path);
        if (!text.contains("PRIVATE KEY")) {
            return new KeyFile(path, false, Lock.NONE, requirePublic(publicHalf(path)));
        }
        if (text.contains(OPENSSH_BEGIN)) {
            Buffer.PlainBuffer buffer = decode(text);
            boolean encrypted = !buffer.readString().equals("none");
            buffer.readBytes(); // key derivation and its options
            buffer.readBytes();
            buffer.readUInt32();
            return new KeyFile(path, true, encrypted ? Lock.PASSPHRASE : Lock.NONE, buffer.readBytes());
        }
        return new KeyFile(path, true, lock(text), publicHalf(Path.of(path + ".pub")));
    }

    private static Lock lock(String pem) {
        if (pem.contains("Proc-Type: 4,ENCRYPTED")) {
            return Lock.TRADITIONAL;
        }
        return pem.contains("ENCRYPTED PRIVATE KEY") ? Lock.PASSPHRASE : Lock.NONE;
    }

    private static byte[] requirePublic(byte[] blob) throws IOException {
        if (blob.length == 0) {
            throw new IOException("not a key");
        }
        return blob;
    }

    private static String text(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IOException("too large for a key");
        }
        return Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    private static Buffer.PlainBuffer decode(String text) throws IOException {
        int from = text.indexOf(OPENSSH_BEGIN) + OPENSSH_BEGIN.length();
        int to = text.indexOf(OPENSSH_END, from);
        if (to < 0) {
            throw new IOException("cut off");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(text.substring(from, to));
        if (!Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, Math.min(MAGIC.length, bytes.length))) {
            throw new IOException("not a key");
        }
        return new Buffer.PlainBuffer(Arrays.copyOfRange(bytes, MAGIC.length, bytes.length));
    }

    /** Empty where that is no public key. */
    private static byte[] publicHalf(Path path) {
        try {
            String[] words = text(path).strip().split("\\s+", -1);
            return words.length < 2 ? new byte[0] : Base64.getDecoder().decode(words[1]);
        } catch (IOException | IllegalArgumentException none) {
            return new byte[0];
        }
    }

    Path path() {
        return path;
    }

    /** Whether that is this key. */
    boolean is(byte[] blob) {
        return Arrays.equals(blob, publicBlob);
    }

    /** Whether that certificate is for this key, as far as can be told without a passphrase. */
    boolean signsFor(UserCertificate certificate) {
        return is(certificate.key()) || certificatePath().equals(certificate.path());
    }

    /** The private half is here too; otherwise it only names a key of the agent. */
    boolean whole() {
        return whole;
    }

    boolean encrypted() {
        return lock != Lock.NONE;
    }

    /** Empty where it can't be told without a passphrase. */
    byte[] publicBlob() {
        return publicBlob.clone();
    }

    /** Where OpenSSH looks for a certificate of this key. */
    Path certificatePath() {
        return Path.of(path + "-cert.pub");
    }

    /**
     * What sshj offers to a server.
     *
     * @param blob the public key, or a certificate for it; empty where it can't be told without a passphrase
     */
    KeyProvider offer(SSHClient client, Questioner questioner, byte[] blob) {
        return new Loading(client, questioner, blob);
    }

    private KeyProvider load(SSHClient client, Questioner questioner) throws IOException {
        KeyProvider provider = loaded;
        if (provider == null) {
            provider = encrypted() ? decrypt(client, questioner) : open(client, null);
            loaded = provider;
        }
        return provider;
    }

    private KeyProvider decrypt(SSHClient client, Questioner questioner) throws IOException {
        String problem = null;
        for (int i = 0; i < TRIES; i++) {
            Secret passphrase = ask(questioner, problem);
            try {
                KeyProvider provider = open(client, passphrase);
                provider.getPrivate();
                return provider;
            } catch (IOException | RuntimeException wrong) {
                problem = "That passphrase does not open the key.";
            }
        }
        throw new KeyUnusableException("no right passphrase", null);
    }

    private KeyProvider open(SSHClient client, @Nullable Secret passphrase) throws IOException {
        char[] characters = passphrase == null ? new char[0] : characters(passphrase);
        KeyProvider ed25519 = Ed25519Pem.read(text(path), characters);
        if (ed25519 != null) {
            return ed25519;
        }
        return passphrase == null ? client.loadKeys(path.toString()) : client.loadKeys(path.toString(), characters);
    }

    /** OpenSSL's old way hashes the passphrase's bytes, which its reader takes from the low half of each character. */
    private char[] characters(Secret passphrase) {
        String text = passphrase.reveal();
        return lock == Lock.TRADITIONAL
                ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).toCharArray()
                : text.toCharArray();
    }

    private Secret ask(Questioner questioner, @Nullable String problem) throws IOException {
        try {
            Secret answer = questioner.passphrase(path.toString(), problem);
            if (answer == null) {
                throw new KeyUnusableException("no passphrase given", null);
            }
            return answer;
        } catch (ProblemException nobody) {
            throw new KeyUnusableException("passphrase needed", nobody.problem());
        } catch (InterruptedException calledOff) {
            throw new KeyUnusableException("called off", null);
        }
    }

    private final class Loading implements KeyProvider {
        private final SSHClient client;
        private final Questioner questioner;
        private final byte[] blob;

        Loading(SSHClient client, Questioner questioner, byte[] blob) {
            this.client = client;
            this.questioner = questioner;
            this.blob = blob;
        }

        @Override
        public PublicKey getPublic() throws IOException {
            return blob.length == 0
                    ? load(client, questioner).getPublic()
                    : new Buffer.PlainBuffer(blob).readPublicKey();
        }

        @Override
        public PrivateKey getPrivate() throws IOException {
            return load(client, questioner).getPrivate();
        }

        @Override
        public KeyType getType() throws IOException {
            return KeyType.fromKey(getPublic());
        }
    }
}
