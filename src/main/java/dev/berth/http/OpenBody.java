package dev.berth.http;

import java.io.IOException;
import java.io.InputStream;

/** A body that ends with its stream. */
final class OpenBody extends ReplyBody {
    private final InputStream in;

    OpenBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    /** Never: after such a body there is no next reply. */
    @Override
    public boolean ended() {
        return false;
    }
}
