package dev.berth.agent;

import dev.berth.api.Protocol;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** An output stream that becomes frames of one type. Waits where the other side does not read. */
final class FrameOutput extends OutputStream {
    private final Outbox outbox;
    private final Protocol.Frame type;

    FrameOutput(Outbox outbox, Protocol.Frame type) {
        this.outbox = outbox;
        this.type = type;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            outbox.put(type, bytes, offset, length);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled");
        }
    }
}
