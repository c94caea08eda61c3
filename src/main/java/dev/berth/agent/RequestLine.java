package dev.berth.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The first line of an HTTP request. */
final class RequestLine {
    private static final int MOST_BYTES = 16 << 10;
    private static final String END = "\r\n\r\n";

    private RequestLine() {}

    /** Reads to the end of the headers: a socket closed with unread bytes would cut the answer off. */
    static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        byte[] buffer = new byte[2048];
        while (head.indexOf(END) < 0) {
            int read = in.read(buffer);
            if (read < 0 || head.length() + read > MOST_BYTES) {
                throw new IOException("no whole request");
            }
            head.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
        return head.substring(0, head.indexOf("\r\n"));
    }
}
