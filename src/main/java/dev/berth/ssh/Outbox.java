package dev.berth.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on a channel. Two locks: one for the host's window, held only for moments and shared with the thread that
 * reads the connection; one that keeps packets in order, held while a packet is written. A writer that waits for window
 * holds neither, waits as long as it must, and wakes when the channel goes.
 */
final class Outbox extends OutputStream {
    private final Transport transport;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SSHPacket packet = new SSHPacket(Message.CHANNEL_DATA);
    private final int head = packet.rpos();

    private int recipient;
    private int largestPacket;
    private long window;
    private @Nullable String gone;
    private boolean finished;

    Outbox(Transport transport) {
        this.transport = transport;
    }

    /** The channel is open, and this is what the host takes. */
    void open(int recipient, long window, long largestPacket) {
        lock.lock();
        try {
            this.recipient = recipient;
            this.window = window;
            this.largestPacket = (int) Math.min(largestPacket, 32 << 10);
        } finally {
            lock.unlock();
        }
    }

    /** The host takes that many more bytes. */
    void widen(long bytes) {
        lock.lock();
        try {
            window += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing goes out any more, and writers wake. A packet on its way is let go first. */
    void end(String reason) {
        lock.lock();
        try {
            if (gone == null) {
                gone = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns once no packet is being written; those to come find the channel gone. */
    boolean settle() {
        sending.lock();
        try {
            return gone();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int from, int length) throws IOException {
        int at = from;
        int end = from + length;
        while (at < end) {
            awaitWindow();
            sending.lock();
            try {
                int n = take(end - at);
                if (n > 0) {
                    send(data, at, n);
                    at += n;
                }
            } finally {
                sending.unlock();
            }
        }
    }

    private void awaitWindow() throws IOException {
        lock.lock();
        try {
            while (window <= 0 && gone == null && !finished) {
                changed.await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** How many of {@code wanted} bytes may go now. */
    private int take(int wanted) throws IOException {
        lock.lock();
        try {
            if (gone != null) {
                throw new IOException(gone);
            }
            if (finished) {
                throw new IOException("the output was closed");
            }
            int n = (int) Math.min(Math.min(wanted, largestPacket), Math.max(0, window));
            window -= n;
            return n;
        } finally {
            lock.unlock();
        }
    }

    /** The packet is used again and again: a fresh one each time costs a third of the throughput. */
    private void send(byte[] data, int from, int length) throws TransportException {
        packet.rpos(head);
        packet.wpos(head);
        packet.putMessageID(Message.CHANNEL_DATA).putUInt32FromInt(recipient).putBytes(data, from, length);
        transport.write(packet);
    }

    /** Sends a packet about the channel, unless it is gone: sshd ends a connection that speaks of a channel it closed. */
    void send(SSHPacket about) throws TransportException {
        sending.lock();
        try {
            if (!gone()) {
                transport.write(about);
            }
        } finally {
            sending.unlock();
        }
    }

    boolean gone() {
        lock.lock();
        try {
            return gone != null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends this direction; the other goes on. */
    @Override
    public void close() throws IOException {
        sending.lock();
        try {
            if (finish()) {
                transport.write(new SSHPacket(Message.CHANNEL_EOF).putUInt32FromInt(recipient));
            }
        } finally {
            sending.unlock();
        }
    }

    private boolean finish() {
        lock.lock();
        try {
            boolean first = !finished && gone == null;
            finished = true;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }
}
