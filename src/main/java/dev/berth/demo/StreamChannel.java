package dev.berth.demo;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.channel.ChannelPipedInputStream;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/** A stream that a client opened, served by a {@link StreamService} on a virtual thread. */
final class StreamChannel extends AbstractServerChannel {
    private static final Logger LOG = Logger.getLogger(StreamChannel.class.getName());

    private final StreamChannelFactory.Dialer dialer;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable StreamService farEnd;
    private @Nullable ChannelPipedInputStream in;

    StreamChannel(StreamChannelFactory.Dialer dialer) {
        super(null);
        this.dialer = dialer;
    }

    @Override
    protected OpenFuture doInit(Buffer request) {
        OpenFuture future = new DefaultOpenFuture(this, this);
        try {
            farEnd = dialer.dial(request);
        } catch (IOException refused) {
            future.setException(new SshChannelOpenException(
                    getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, refused.getMessage()));
            close(true);
            return future;
        }
        in = new ChannelPipedInputStream(this, getLocalWindow());
        signalOpen();
        future.setOpened();
        return future;
    }

    private void signalOpen() {
        try {
            signalChannelOpenSuccess();
        } catch (RuntimeException listener) {
            LOG.log(Level.FINE, "a listener of the demo's channel failed", listener);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        ChannelPipedInputStream pipe = in;
        if (pipe != null && !isClosing()) {
            pipe.receive(data, offset, (int) length);
            begin(pipe);
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        throw new UnsupportedOperationException("a stream has no extended data");
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        ChannelPipedInputStream pipe = in;
        if (pipe != null) {
            pipe.eof();
            begin(pipe);
        }
    }

    /** Not before the client's first byte: the confirmation of the channel must have gone out before the service speaks. */
    private void begin(ChannelPipedInputStream pipe) {
        StreamService serving = farEnd;
        if (serving != null && begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("demo-stream").start(() -> serve(serving, pipe));
        }
    }

    private void serve(StreamService serving, ChannelPipedInputStream pipe) {
        ChannelOutputStream out =
                new ChannelOutputStream(this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        out.setNoDelay(true);
        try (out) {
            serving.serve(pipe, out);
        } catch (IOException brokenOff) {
            LOG.log(Level.FINE, "a stream of the demo broke off", brokenOff);
        } finally {
            close(false);
        }
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder()
                .run(toString(), this::release)
                .close(super.getInnerCloseable())
                .build();
    }

    /** Wakes whoever reads or waits for window. */
    private void release() {
        try {
            ChannelPipedInputStream pipe = in;
            if (pipe != null) {
                pipe.close();
            }
            getRemoteWindow().close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a stream of the demo ended badly", gone);
        }
        StreamService waiting = farEnd;
        if (waiting != null && begun.compareAndSet(false, true)) {
            waiting.dismiss();
        }
    }
}
