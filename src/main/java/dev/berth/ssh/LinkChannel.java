package dev.berth.ssh;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A channel with streams of our own in place of sshj's, whose writers hold a lock that the connection's reading thread
 * needs (one that waits for window can freeze every channel), and whose input, once closed, ends the whole connection
 * when more data comes. Closing never waits for the host, and an open that is confirmed too late is undone.
 */
abstract class LinkChannel extends AbstractDirectChannel {
    private static final String CLOSED = "closed";

    private final ReceiveWindow window;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Trunk trunk;
    private final AtomicBoolean closing = new AtomicBoolean();

    /** All its fields are set. sshj tells a channel of a lost connection from the moment its superclass is made. */
    private volatile boolean made;

    /** The open failed here: should the host confirm it yet, the channel is closed again. */
    private volatile boolean abandoned;

    LinkChannel(Trunk trunk, String type) {
        super(trunk.connection(), type);
        this.trunk = trunk;
        this.window = new ReceiveWindow(WindowBudget.SHARED, trunk.lateness());
        this.inbox = newInbox();
        this.outbox = new Outbox(trans);
    }

    /** Data of one more direction; the directions of a channel share its window. */
    final Inbox newInbox() {
        return new Inbox(window, trunk.gathering(), this::widen, this::hangUp);
    }

    final Inbox inbox() {
        return inbox;
    }

    final Outbox outbox() {
        return outbox;
    }

    /** sshj asks while it makes its own stream, which nobody uses: it would hold a buffer of a packet for each channel. */
    @Override
    public int getLocalMaxPacketSize() {
        return made ? super.getLocalMaxPacketSize() : 1;
    }

    @Override
    public long getLocalWinSize() {
        return window.size();
    }

    private void widen(int bytes) {
        try {
            outbox.send(newBuffer(Message.CHANNEL_WINDOW_ADJUST).putUInt32(bytes));
        } catch (TransportException lost) {
            // the reader sees the end of the connection by itself
        }
    }

    @Override
    public void open() throws ConnectionException, TransportException {
        made = true;
        long asked = System.nanoTime();
        try {
            super.open();
            trunk.lateness().answered(System.nanoTime() - asked);
        } catch (ConnectionException | TransportException failed) {
            abandoned = true;
            window.close();
            if (openEvent.isSet()) {
                hangUp();
            }
            throw failed;
        }
    }

    /** Takes a channel that the host opened. */
    final void accept(int recipient, long remoteWindow, long largestPacket) throws TransportException {
        made = true;
        init(recipient, remoteWindow, largestPacket);
        trans.write(newBuffer(Message.CHANNEL_OPEN_CONFIRMATION)
                .putUInt32(getID())
                .putUInt32(getLocalWinSize())
                .putUInt32(getLocalMaxPacketSize()));
        openEvent.set();
    }

    @Override
    protected void init(int recipient, long remoteWindow, long largestPacket) {
        super.init(recipient, remoteWindow, largestPacket);
        outbox.open(recipient, remoteWindow, largestPacket);
        if (abandoned) {
            Thread.ofVirtual().name("ssh-undo-open").start(this::hangUp);
        }
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        if (message != Message.CHANNEL_DATA) {
            trunk.gathering().handOn();
        }
        if (message == Message.CHANNEL_WINDOW_ADJUST) {
            outbox.widen(packet.readUInt32());
        } else {
            super.handle(message, packet);
        }
    }

    @Override
    protected void receiveInto(ChannelInputStream ignored, SSHPacket packet) throws SSHException {
        receive(inbox, packet);
    }

    final void receive(Inbox into, SSHPacket packet) throws SSHException {
        int length = packet.readUInt32AsInt();
        boolean fits = length >= 0 && length <= packet.available();
        if (!fits || !into.receive(packet.array(), packet.rpos(), length)) {
            throw new ConnectionException(DisconnectReason.PROTOCOL_ERROR, "more data than the window allows");
        }
    }

    @Override
    protected void handleRequest(String type, SSHPacket packet) throws ConnectionException, TransportException {
        // sshj has just read want-reply, and answers even where no answer is wanted
        boolean wantsReply = packet.array()[packet.rpos() - 1] != 0;
        try {
            boolean known = request(type, packet);
            if (wantsReply) {
                outbox.send(newBuffer(known ? Message.CHANNEL_SUCCESS : Message.CHANNEL_FAILURE));
            }
        } catch (Buffer.BufferException malformed) {
            throw new ConnectionException(malformed);
        }
    }

    /** The host tells something about the channel. False where that is not known here. */
    boolean request(String type, SSHPacket packet) throws Buffer.BufferException {
        return false;
    }

    @Override
    protected void eofInputStreams() {
        inbox.finish();
        super.eofInputStreams();
    }

    /** The host closed the channel. The streams of sshj, which nobody uses, are left alone: closing them sends an EOF. */
    @Override
    protected void closeAllStreams() {
        ended(null);
    }

    @Override
    public void notifyError(SSHException error) {
        if (made) {
            trunk.gathering().handOn();
            ended(trunk.lifeline().end(GoneReason.of(error)));
        }
        super.notifyError(error);
    }

    /** @param broken why reading fails from here; null where it just ends */
    void ended(@Nullable String broken) {
        outbox.end(broken == null ? "the far end closed the channel" : broken);
        inbox.breakOff(broken);
        window.close();
    }

    @Override
    protected void sendClose() throws TransportException {
        outbox.end(CLOSED);
        outbox.settle();
        super.sendClose();
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        if (made) {
            let();
        }
    }

    /** The host no longer counts this channel. */
    void let() {}

    /** Ends the channel without waiting for the host's word. */
    void hangUp() {
        inbox.discard();
        window.close();
        outbox.end(CLOSED);
        if (!closing.getAndSet(true)) {
            Thread.ofVirtual().name("ssh-close").start(this::sayClosed);
        }
    }

    /** On a thread of its own: another channel's packet may be on its way, and take its time. */
    private void sayClosed() {
        outbox.settle();
        openEvent.lock(); // the lock of open and close: the host's own close must not come between
        try {
            if (isOpen()) {
                farewell();
            }
            sendClose();
        } catch (IOException lost) {
            // then it is closed anyway
        } finally {
            openEvent.unlock();
        }
    }

    /** The last word before the channel is closed from here. */
    void farewell() throws IOException {}

    /** As {@link #hangUp}: sshj's own waits for the answer. */
    @Override
    public void close() {
        hangUp();
    }

    /** Sends a request that wants no answer. */
    final void tell(String request, Buffer.PlainBuffer details) throws IOException {
        outbox.send(newBuffer(Message.CHANNEL_REQUEST)
                .putString(request)
                .putBoolean(false)
                .putBuffer(details));
    }
}
