package dev.berth.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** A reply's body as it comes. Closing it leaves the stream below open. */
public abstract class ReplyBody extends InputStream {
    /** True once all of the body was read and the stream stands at the next reply. */
    public abstract boolean ended();

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;

    /** RFC 9112 section 6.3: where the body ends. */
    static ReplyBody of(ReplyHead head, String method, InputStream in) throws BadReplyException {
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new FixedBody(in, 0);
        }
        String encoding = head.header("transfer-encoding");
        if (encoding != null) {
            if (!encoding.toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new BadReplyException("the reply has a transfer encoding that was not asked for");
            }
            return new ChunkedBody(in);
        }
        List<String> lengths = head.headers().get("content-length");
        return lengths == null ? new OpenBody(in) : new FixedBody(in, length(lengths));
    }

    private static long length(List<String> values) throws BadReplyException {
        if (values.stream().distinct().count() > 1 || !values.getFirst().matches("[0-9]{1,18}")) {
            throw new BadReplyException("the reply's length is not a number");
        }
        return Long.parseLong(values.getFirst());
    }
}
