package dev.berth.http;

import java.io.IOException;
import java.io.InputStream;

/** A body in chunks, RFC 9112 section 7.1. Extensions and trailers are read over. */
final class ChunkedBody extends ReplyBody {
    private static final int LINE_LIMIT = 4 << 10;

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean done;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !done) {
            nextChunk();
        }
        if (done) {
            return -1;
        }
        int n = in.read(buffer, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new BadReplyException("the stream ended before the reply was whole");
        }
        left -= n;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw new BadReplyException("a chunk of the reply is longer than it said");
        }
        first = false;
        left = size(line());
        if (left == 0) {
            HttpLines trailers = new HttpLines(in, ReplyHead.LIMIT);
            while (!trailers.next().isEmpty()) {
                // trailers say nothing that is needed
            }
            done = true;
        }
    }

    private String line() throws IOException {
        return new HttpLines(in, LINE_LIMIT).next();
    }

    private static long size(String line) throws BadReplyException {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            throw new BadReplyException("a chunk of the reply has no size");
        }
        return Long.parseLong(digits, 16);
    }

    /** Within a chunk only: whether another one follows can't be told without a read that may block. */
    @Override
    public int available() throws IOException {
        return (int) Math.min(left, in.available());
    }

    @Override
    public boolean ended() {
        return done;
    }
}
