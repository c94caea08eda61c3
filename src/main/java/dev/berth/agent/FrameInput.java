package dev.berth.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bytes of frames as an input stream. One thread offers, another reads; a few frames wait between them. */
final class FrameInput extends InputStream {
    private static final int WAITING = 8;
    /** No frame of bytes is empty: {@link #offer} leaves those out. */
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(WAITING);
    private byte[] current = END;
    private int next;
    private boolean finished;
    private volatile boolean closed;

    /** False where there was no room within a second: to be offered again. */
    boolean offer(byte[] bytes) throws InterruptedException {
        return closed || bytes.length == 0 || frames.offer(bytes, 1, TimeUnit.SECONDS);
    }

    /** As {@link #offer}, for the end of the stream. */
    boolean offerEnd() throws InterruptedException {
        return closed || frames.offer(END, 1, TimeUnit.SECONDS);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        byte[] frame = frame();
        if (frame == null) {
            return -1;
        }
        int part = Math.min(length, frame.length - next);
        System.arraycopy(frame, next, bytes, offset, part);
        next += part;
        return part;
    }

    /** The frame that is being read; null at the end. */
    private byte @Nullable [] frame() throws IOException {
        if (next < current.length) {
            return current;
        }
        if (finished || closed) {
            return null;
        }
        try {
            current = frames.take();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled");
        }
        next = 0;
        finished = current.length == 0;
        return finished ? null : current;
    }

    @Override
    public int available() {
        return current.length - next;
    }

    /** A reader that waits sees the end; what is offered from now on is thrown away. */
    @Override
    public void close() {
        closed = true;
        frames.clear();
        frames.offer(END);
    }
}
