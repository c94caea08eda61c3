package dev.berth.ssh;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.cipher.Cipher;

/**
 * AES-GCM as SSH has it (RFC 5647), in place of sshj's own, which decrypts in place: the JVM then goes through the data
 * twice, once for the tag and once for the text, and takes twice as long. sshj encrypts by it; what comes is decrypted by
 * {@link Incoming}, which is told of a new key.
 */
final class AesGcm implements Cipher {
    private static final int NONCE = 12;
    /** What follows a packet. */
    static final int TAG = 16;

    /** Where the nonce's counter of packets begins; what precedes it never changes. */
    private static final int COUNTER = 4;

    private final int keyLength;
    private final Consumer<AesGcm> incoming;
    private final javax.crypto.Cipher cipher;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE);
    private SecretKeySpec key = new SecretKeySpec(new byte[1], "AES");
    private byte[] plain = new byte[0];

    private AesGcm(int keyLength, Consumer<AesGcm> incoming) {
        this.keyLength = keyLength;
        this.incoming = incoming;
        try {
            cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new SSHRuntimeException(missing);
        }
    }

    /**
     * @param keyLength in bytes
     * @param incoming gets each that is to decrypt, once it has its key
     */
    static Factory.Named<Cipher> factory(String name, int keyLength, Consumer<AesGcm> incoming) {
        return new Factory.Named<>() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public Cipher create() {
                return new AesGcm(keyLength, incoming);
            }
        };
    }

    /** sshj means the length of the key. */
    @Override
    public int getBlockSize() {
        return keyLength;
    }

    @Override
    public int getIVSize() {
        return NONCE;
    }

    @Override
    public int getAuthenticationTagSize() {
        return TAG;
    }

    @Override
    public void init(Mode mode, byte[] key, byte[] iv) {
        this.key = new SecretKeySpec(Arrays.copyOf(key, keyLength), "AES");
        nonce.put(0, iv, 0, NONCE);
        if (mode == Mode.Decrypt) {
            incoming.accept(this);
        }
    }

    private void begin(int mode, byte[] data, int offset, int length) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce.array()));
        cipher.updateAAD(data, offset, length);
        nonce.putLong(COUNTER, nonce.getLong(COUNTER) + 1);
    }

    /**
     * Decrypts a packet: its head, which is not encrypted, what is, and its tag lie one after another.
     *
     * @return what was encrypted, from its start; valid until the next call
     */
    byte[] open(byte[] packet, int offset, int headLength, int length) throws TransportException {
        if (plain.length < length) {
            plain = new byte[Math.max(length, 2 * plain.length)];
        }
        try {
            begin(javax.crypto.Cipher.DECRYPT_MODE, packet, offset, headLength);
            cipher.doFinal(packet, offset + headLength, length + TAG, plain, 0);
            return plain;
        } catch (GeneralSecurityException failed) {
            throw new TransportException(DisconnectReason.MAC_ERROR, "a packet was changed on its way", failed);
        }
    }

    @Override
    public void updateAAD(byte[] data, int offset, int length) {
        try {
            begin(javax.crypto.Cipher.ENCRYPT_MODE, data, offset, length);
        } catch (GeneralSecurityException failed) {
            throw new SSHRuntimeException("cannot begin a packet", failed);
        }
    }

    @Override
    public void updateAAD(byte[] data) {
        updateAAD(data, 0, data.length);
    }

    @Override
    public void update(byte[] packet, int offset, int length) {
        try {
            cipher.doFinal(packet, offset, length, packet, offset);
        } catch (GeneralSecurityException failed) {
            throw new SSHRuntimeException("cannot encrypt a packet", failed);
        }
    }

    @Override
    public void updateWithAAD(byte[] packet, int offset, int headLength, int length) {
        updateAAD(packet, offset, headLength);
        update(packet, offset + headLength, length);
    }

    /** The nonce counts by itself. */
    @Override
    public void setSequenceNumber(long number) {}
}
