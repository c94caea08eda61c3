package dev.berth.ssh;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the thread that reads a connection has brought for one of its channels and not yet handed on: packets that came
 * together go on together, by one call of the system in place of one for each. It is handed on before that thread waits
 * for more, before another channel's turn, and before a channel is told anything but data; so nothing is late or out of
 * order. Safe for use by several threads.
 */
final class Gathering {
    private static final int FIRST_BUFFER = 4 << 10;

    /** Direct, or each write would copy it once more. */
    private ByteBuffer held = ByteBuffer.allocateDirect(FIRST_BUFFER);

    private @Nullable Inbox owner;

    synchronized void add(Inbox inbox, byte[] data, int from, int length) {
        if (owner != inbox || held.remaining() < length) {
            handOn();
        }
        if (held.remaining() < length && held.capacity() < Incoming.LARGEST_READ) {
            held = ByteBuffer.allocateDirect(Incoming.LARGEST_READ);
        }
        if (held.remaining() < length) {
            inbox.pass(ByteBuffer.wrap(data, from, length));
        } else {
            held.put(data, from, length);
            owner = inbox;
        }
    }

    synchronized void handOn() {
        if (owner != null) {
            owner.pass(held.flip());
            held.clear();
            owner = null;
        }
    }
}
