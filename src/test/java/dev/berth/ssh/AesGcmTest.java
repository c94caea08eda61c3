package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import java.util.Arrays;
import java.util.Random;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.cipher.Cipher.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against sshj's own, packet after packet. */
class AesGcmTest {
    private static final int HEAD = 4;
    private static final int TAG = 16;

    private final Random random = new Random(1);

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void speaksWithSshjBothWays(int keyLength) {
        byte[] key = bytes(64);
        byte[] nonce = bytes(64);
        // so that the counter carries over
        Arrays.fill(nonce, 4, 12, (byte) 0xff);
        Cipher seals = ours(keyLength, Mode.Encrypt, key, nonce);
        Cipher theirSeals = sshjs(keyLength, Mode.Encrypt, key, nonce);
        Cipher opens = ours(keyLength, Mode.Decrypt, key, nonce);
        for (int length : new int[] {16, 32, 1024, 32_784, 16, 60_000}) {
            byte[] plain = bytes(HEAD + length);
            byte[] sealed = Arrays.copyOf(plain, HEAD + length + TAG);
            byte[] theirs = sealed.clone();
            seals.updateWithAAD(sealed, 0, HEAD, length);
            theirSeals.updateWithAAD(theirs, 0, HEAD, length);
            assertArrayEquals(theirs, sealed);

            opens.updateAAD(theirs, 0, HEAD);
            opens.update(theirs, HEAD, length);
            assertArrayEquals(plain, Arrays.copyOf(theirs, HEAD + length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, HEAD, HEAD + 100, HEAD + 1024 + TAG - 1})
    void refusesAPacketThatWasChanged(int at) {
        byte[] key = bytes(16);
        byte[] nonce = bytes(12);
        byte[] packet = bytes(HEAD + 1024 + TAG);
        ours(16, Mode.Encrypt, key, nonce).updateWithAAD(packet, 0, HEAD, 1024);
        packet[at] ^= 1;
        Cipher opens = ours(16, Mode.Decrypt, key, nonce);

        assertThrows(SSHRuntimeException.class, () -> opens.updateWithAAD(packet, 0, HEAD, 1024));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Cipher ours(int keyLength, Mode mode, byte[] key, byte[] nonce) {
        Cipher cipher = AesGcm.factory("aes", keyLength).create();
        cipher.init(mode, key, nonce);
        return cipher;
    }

    private static Cipher sshjs(int keyLength, Mode mode, byte[] key, byte[] nonce) {
        Cipher cipher = (keyLength == 16 ? GcmCiphers.AES128GCM() : GcmCiphers.AES256GCM()).create();
        cipher.init(mode, key, nonce);
        return cipher;
    }
}
