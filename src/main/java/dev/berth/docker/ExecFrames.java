package dev.berth.docker;

import dev.berth.http.BadReplyException;
import dev.berth.link.ByteQueue;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes the streams of an attached command apart. Docker sends them mixed, in frames: a byte for the stream, three zeros,
 * the length as four bytes, big-endian, and the bytes.
 */
final class ExecFrames {
    private static final int HEADER = 8;
    private static final int PIECE = 32 << 10;

    private final InputStream in;
    private final ByteQueue stdout;
    private final ByteQueue stderr;

    ExecFrames(InputStream in, ByteQueue stdout, ByteQueue stderr) {
        this.in = in;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Reads to the end of the connection. */
    void read() throws IOException {
        byte[] header = new byte[HEADER];
        while (true) {
            int n = in.readNBytes(header, 0, HEADER);
            if (n == 0) {
                return;
            }
            if (n < HEADER) {
                throw new EOFException("the output broke off within a frame");
            }
            long length = ByteBuffer.wrap(header).getInt(4) & 0xffffffffL;
            copy(target(header[0]), length);
        }
    }

    /** 0 is the echo of standard input, which is none of ours; 3 is the engine's own complaint. */
    private ByteQueue target(byte stream) throws BadReplyException {
        return switch (stream) {
            case 0, 1 -> stdout;
            case 2, 3 -> stderr;
            default -> throw new BadReplyException("a frame of an unknown stream");
        };
    }

    private void copy(ByteQueue target, long length) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, length)];
        for (long left = length; left > 0; ) {
            int n = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (n < 0) {
                throw new EOFException("the output broke off within a frame");
            }
            target.put(Arrays.copyOf(piece, n));
            left -= n;
        }
    }
}
