package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.cipher.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's bytes, in clear and under keys that change, as sshj's reader and transport get them. */
class IncomingTest {
    private static final int HEAD = 4;
    private static final int PADDING = 7;
    private static final String HELLO = "SSH-2.0-Host\r\n";

    private final Random random = new Random(3);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> handled = new ArrayList<>();
    private Cipher seals = seals(0);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 1 << 20})
    void packetsComeWholeHoweverTheCarrierCutsThem(int atOnce) throws Exception {
        List<String> expected = new ArrayList<>();
        for (int key = 0; key < 3; key++) {
            seals = seals(key);
            // idle ones, full ones, one as large as any may be, and those that begin at a buffer's end
            for (int length : new int[] {1, 20, 32 << 10, 32 << 10, 32 << 10, 32 << 10, 32 << 10, 250 << 10, 3, 8180}) {
                expected.add(send(Message.CHANNEL_DATA, bytes(length)));
            }
            expected.add(send(Message.NEWKEYS, new byte[0]));
        }
        sent.write("in clear again".getBytes(StandardCharsets.UTF_8));
        Incoming incoming = incoming(atOnce);

        assertEquals("in clear again", new String(incoming.readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(expected, handled);
        assertEquals(HELLO.strip(), incoming.greeting());
    }

    @Test
    void aConnectionThatEndsInAPacketEnds() throws Exception {
        String whole = send(Message.IGNORE, bytes(100));
        send(Message.IGNORE, bytes(100));
        byte[] all = sent.toByteArray();
        sent.reset();
        sent.write(all, 0, all.length - 1);

        assertEquals(-1, incoming(4096).read(new byte[16], 0, 16));
        assertEquals(List.of(whole), handled);
    }

    @Test
    void whatIsNoPacketEndsTheConnection() throws Exception {
        sent.write(ByteBuffer.allocate(100).putInt(Integer.MAX_VALUE).array());
        assertThrows(TransportException.class, () -> incoming(4096).read());

        sent.reset();
        sent.write(ByteBuffer.allocate(100).putInt(4).array());
        assertThrows(TransportException.class, () -> incoming(4096).read());

        sent.reset();
        seals = seals(0);
        seal(ByteBuffer.allocate(HEAD + 16 + AesGcm.TAG).putInt(16).put((byte) 15), 16);
        assertThrows(TransportException.class, () -> incoming(4096).read());

        sent.reset();
        seals = seals(0);
        send(Message.IGNORE, bytes(9));
        byte[] changed = sent.toByteArray();
        changed[changed.length - 1] ^= 1;
        sent.reset();
        sent.write(changed);
        assertThrows(TransportException.class, () -> incoming(4096).read());
        assertTrue(handled.isEmpty());
    }

    /** What goes before is in clear; the packets of {@link #sent} come under the first key, and each NEWKEYS brings the next. */
    private Incoming incoming(int atOnce) throws IOException {
        byte[] packets = sent.toByteArray();
        InputStream carrier =
                new ByteArrayInputStream(ByteBuffer.allocate(HELLO.length() + packets.length)
                        .put(HELLO.getBytes(StandardCharsets.UTF_8))
                        .put(packets)
                        .array()) {
                    @Override
                    public synchronized int read(byte[] into, int from, int length) {
                        return super.read(into, from, Math.min(length, atOnce));
                    }
                };
        Incoming incoming = new Incoming(carrier);
        List<AesGcm> keys = new ArrayList<>(List.of(opens(1), opens(2)));
        incoming.to((message, packet) -> {
            handled.add(message + " " + contents(packet));
            if (message == Message.NEWKEYS && !keys.isEmpty()) {
                incoming.under(keys.removeFirst());
            }
        });
        for (int i = 0; i < HELLO.length(); i++) {
            assertEquals(HELLO.charAt(i), incoming.read());
        }
        incoming.under(opens(0));
        return incoming;
    }

    private static int contents(SSHPacket packet) {
        byte[] contents = new byte[packet.available()];
        System.arraycopy(packet.array(), packet.rpos(), contents, 0, contents.length);
        return Arrays.hashCode(contents);
    }

    /** Returns how it is to arrive. */
    private String send(Message message, byte[] contents) {
        int length = 2 + contents.length + PADDING;
        seal(
                ByteBuffer.allocate(HEAD + length + AesGcm.TAG)
                        .putInt(length)
                        .put((byte) PADDING)
                        .put(message.toByte())
                        .put(contents),
                length);
        return message + " " + Arrays.hashCode(contents);
    }

    private void seal(ByteBuffer packet, int length) {
        seals.updateWithAAD(packet.array(), 0, HEAD, length);
        sent.writeBytes(packet.array());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Cipher seals(int key) {
        return AesGcmTest.seals(16, key(key), new byte[12]);
    }

    private static AesGcm opens(int key) {
        return AesGcmTest.opens(16, key(key), new byte[12]);
    }

    private static byte[] key(int key) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) key;
        return bytes;
    }
}
