package dev.berth.ssh;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.cipher.Cipher;

/**
 * AES-GCM as SSH has it (RFC 5647), in place of sshj's own, which decrypts in place: the JVM then goes through the data
 * twice, once for the tag and once for the text, and takes twice as long.
 */
final class AesGcm implements Cipher {
    private static final int NONCE = 12;
    private static final int TAG = 16;
    /** Where the nonce's counter of packets begins; what precedes it never changes. */
    private static final int COUNTER = 4;

    private final int keyLength;
    private final javax.crypto.Cipher cipher;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE);
    private SecretKeySpec key = new SecretKeySpec(new byte[1], "AES");
    private int mode;
    private byte[] plain = new byte[0];

    private AesGcm(int keyLength) {
        this.keyLength = keyLength;
        try {
            cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new SSHRuntimeException(missing);
        }
    }

    /** @param keyLength in bytes */
    static Factory.Named<Cipher> factory(String name, int keyLength) {
        return new Factory.Named<>() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public Cipher create() {
                return new AesGcm(keyLength);
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
        this.mode = mode == Mode.Encrypt ? javax.crypto.Cipher.ENCRYPT_MODE : javax.crypto.Cipher.DECRYPT_MODE;
        this.key = new SecretKeySpec(Arrays.copyOf(key, keyLength), "AES");
        nonce.put(0, iv, 0, NONCE);
    }

    /** The first of a packet: its length, which is not encrypted. */
    @Override
    public void updateAAD(byte[] data, int offset, int length) {
        try {
            cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce.array()));
            cipher.updateAAD(data, offset, length);
        } catch (GeneralSecurityException failed) {
            throw new SSHRuntimeException("cannot begin a packet", failed);
        }
        nonce.putLong(COUNTER, nonce.getLong(COUNTER) + 1);
    }

    @Override
    public void updateAAD(byte[] data) {
        updateAAD(data, 0, data.length);
    }

    @Override
    public void update(byte[] packet, int offset, int length) {
        try {
            if (mode == javax.crypto.Cipher.ENCRYPT_MODE) {
                cipher.doFinal(packet, offset, length, packet, offset);
            } else {
                if (plain.length < length) {
                    plain = new byte[Math.max(length, 2 * plain.length)];
                }
                cipher.doFinal(packet, offset, length + TAG, plain, 0);
                System.arraycopy(plain, 0, packet, offset, length);
            }
        } catch (GeneralSecurityException failed) {
            throw new SSHRuntimeException("a packet was changed on its way", failed);
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
