package dev.berth.demo;

import java.io.IOException;
import java.io.OutputStream;

/** One stream of an attached command, in the frames by which Docker puts several on one connection. */
final class FrameStream extends OutputStream {
    static final byte STDOUT = 1;
    static final byte STDERR = 2;
    private static final int HEAD = 8;

    private final OutputStream out;
    private final byte kind;

    FrameStream(OutputStream out, byte kind) {
        this.out = out;
        this.kind = kind;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Head and bytes in one write, so that frames of both streams can't mix. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        byte[] frame = new byte[HEAD + length];
        frame[0] = kind;
        for (int i = 0; i < 4; i++) {
            frame[4 + i] = (byte) (length >>> (24 - 8 * i));
        }
        System.arraycopy(bytes, offset, frame, HEAD, length);
        out.write(frame);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
