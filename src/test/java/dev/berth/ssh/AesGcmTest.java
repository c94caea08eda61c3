package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.schmizz.sshj.transport.TransportException;
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
    void speaksWithSshjBothWays(int keyLength) throws Exception {
        byte[] key = bytes(64);
        byte[] nonce = bytes(64);
        // so that the counter carries over
        Arrays.fill(nonce, 4, 12, (byte) 0xff);
        Cipher seals = seals(keyLength, key, nonce);
        Cipher theirSeals = sshjs(keyLength, Mode.Encrypt, key, nonce);
        AesGcm opens = opens(keyLength, key, nonce);
        for (int length : new int[] {16, 32, 1024, 32_784, 16, 60_000}) {
            byte[] plain = bytes(HEAD + length);
            byte[] sealed = Arrays.copyOf(plain, HEAD + length + TAG);
            byte[] theirs = sealed.clone();
            seals.updateWithAAD(sealed, 0, HEAD, length);
            theirSeals.updateWithAAD(theirs, 0, HEAD, length);
            assertArrayEquals(theirs, sealed);

            byte[] opened = opens.open(theirs, 0, HEAD, length);
            assertArrayEquals(Arrays.copyOfRange(plain, HEAD, HEAD + length), Arrays.copyOf(opened, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, HEAD, HEAD + 100, HEAD + 1024 + TAG - 1})
    void refusesAPacketThatWasChanged(int at) {
        byte[] key = bytes(16);
        byte[] nonce = bytes(12);
        byte[] packet = bytes(HEAD + 1024 + TAG);
        seals(16, key, nonce).updateWithAAD(packet, 0, HEAD, 1024);
        packet[at] ^= 1;
        AesGcm opens = opens(16, key, nonce);

        assertThrows(TransportException.class, () -> opens.open(packet, 0, HEAD, 1024));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static Cipher seals(int keyLength, byte[] key, byte[] nonce) {
        Cipher cipher = AesGcm.factory("aes", keyLength, incoming -> {}).create();
        cipher.init(Mode.Encrypt, key, nonce);
        return cipher;
    }

    static AesGcm opens(int keyLength, byte[] key, byte[] nonce) {
        List<AesGcm> incoming = new ArrayList<>();
        AesGcm.factory("aes", keyLength, incoming::add).create().init(Mode.Decrypt, key, nonce);
        return incoming.getFirst();
    }

    private static Cipher sshjs(int keyLength, Mode mode, byte[] key, byte[] nonce) {
        Cipher cipher = (keyLength == 16 ? GcmCiphers.AES128GCM() : GcmCiphers.AES256GCM()).create();
        cipher.init(mode, key, nonce);
        return cipher;
    }
}
