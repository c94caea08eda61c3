package dev.berth.ssh;

import dev.berth.api.RemoteText;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.common.SSHPacketHandler;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the host, as sshj's thread reads it. It takes from the carrier as much as there is: sshj asks for a
 * packet's length first and for the packet then, which would be two calls of the system for each. Under AES-GCM sshj gets
 * no bytes at all: its reader would copy each packet by way of two more buffers. Packets are decrypted here then, out of
 * the buffer they came in, and given to sshj's transport as its reader would. What is lost by that is the number of
 * packets, which AES-GCM has no use for, and which sshj tells the host of a packet that it doesn't know. One thread reads.
 */
final class Incoming extends InputStream {
    private static final int GREETING = 200;
    /** An idle connection keeps this much; one that is full of data gets more. */
    private static final int FIRST_BUFFER = 8 << 10;

    /** What a socket's stream gives at most at once. */
    static final int LARGEST_READ = 128 << 10;

    /** Of a packet's data: twice what ssh asks for, since each packet costs both ends some, and this the memory. */
    static final int FULL_PACKET = 64 << 10;

    /** With the beginning of a full packet before it. */
    private static final int LARGEST_BUFFER = LARGEST_READ + FULL_PACKET + 1024;

    /** The first of a packet: how long its encrypted part is (RFC 5647, section 7.2). */
    private static final int LENGTH = 4;
    /** As sshj and OpenSSH have it. */
    private static final int LARGEST_PACKET = 256 << 10;

    private static final int LEAST_PACKET = 5;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final InputStream carrier;
    private final Heard heard = new Heard();
    private final StringBuilder greeting = new StringBuilder();
    private volatile Runnable beforeReading = () -> {};

    private byte[] buffer = new byte[FIRST_BUFFER];
    private int at;
    private int end;

    private SSHPacketHandler handler = (message, packet) -> {};
    /** Null while packets are sshj's to read. */
    private @Nullable AesGcm cipher;

    Incoming(InputStream carrier) {
        this.carrier = carrier;
    }

    /** The first line the far end said, while it has not yet said that it speaks SSH. */
    String greeting() {
        return RemoteText.oneLine(greeting.toString().lines().findFirst().orElse(""));
    }

    Heard heard() {
        return heard;
    }

    /** @param handOn called by the thread that reads, before it waits for more */
    void beforeReading(Runnable handOn) {
        beforeReading = handOn;
    }

    /** @param handler gets the packets that sshj's reader does not; set before sshj begins to read */
    void to(SSHPacketHandler handler) {
        this.handler = handler;
    }

    /** Called by the thread that reads, while sshj handles a NEWKEYS: packets that come from there on are under this. */
    void under(AesGcm cipher) {
        this.cipher = cipher;
    }

    @Override
    public int read() throws IOException {
        if (!await()) {
            return -1;
        }
        int b = buffer[at++] & 0xff;
        // sshj reads byte by byte only until the server said who it is
        if (greeting.length() < GREETING) {
            greeting.append((char) b);
        }
        return b;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (!await()) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, from, n);
        at += n;
        return n;
    }

    /** Returns once there is something for sshj's reader; false where nothing comes any more. */
    private boolean await() throws IOException {
        for (AesGcm under = cipher; under != null; under = cipher) {
            // apart from the loop, which hardly ever ends: the JVM compiles better what is called again
            if (!next(under)) {
                return false;
            }
        }
        return at < end || fill(1);
    }

    /** Handles a packet, or takes more from the carrier; false where that ended. */
    private boolean next(AesGcm under) throws IOException {
        int needed = packetSize();
        if (end - at < needed) {
            return fill(needed);
        }
        handle(under, needed - LENGTH - AesGcm.TAG);
        at += needed;
        return true;
    }

    /** Of the packet that comes next, with its length and its tag; of these two alone while its length is not here. */
    private int packetSize() throws TransportException {
        int size = LENGTH + AesGcm.TAG;
        if (end - at >= LENGTH) {
            int length = (int) INT.get(buffer, at);
            if (length < LEAST_PACKET || length > LARGEST_PACKET) {
                throw malformed("invalid packet length: " + length);
            }
            size += length;
        }
        return size;
    }

    /** @param length of what is encrypted: the padding's length, the message, what is in it, and the padding */
    private void handle(AesGcm under, int length) throws SSHException {
        byte[] plain = under.open(buffer, at, LENGTH, length);
        SSHPacket packet = new SSHPacket(plain);
        int contents = length - 1 - (plain[0] & 0xff);
        if (contents < 1) {
            throw malformed("a packet of padding");
        }
        packet.rpos(1);
        packet.wpos(1 + contents);
        Message message = packet.readMessageID();
        if (message == Message.NEWKEYS) {
            cipher = null;
        }
        handler.handle(message, packet);
    }

    private static TransportException malformed(String how) {
        return new TransportException(DisconnectReason.PROTOCOL_ERROR, how);
    }

    /** Takes more from the carrier. False where it ended. */
    private boolean fill(int needed) throws IOException {
        int rest = end - at;
        boolean full = end == buffer.length && end < LARGEST_BUFFER;
        int size = Math.max(needed, full ? Math.min(2 * buffer.length, LARGEST_BUFFER) : buffer.length);
        byte[] roomy = size > buffer.length ? new byte[size] : buffer;
        System.arraycopy(buffer, at, roomy, 0, rest);
        buffer = roomy;
        at = 0;
        end = rest;
        beforeReading.run();
        int n = carrier.read(buffer, end, buffer.length - end);
        heard.now();
        end += Math.max(0, n);
        return n > 0;
    }
}
