package dev.berth.http;

import dev.berth.link.ByteStream;
import dev.berth.link.DeadlineException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request with a whole, bounded reply, on a stream used for nothing else. */
public final class HttpExchange {
    private HttpExchange() {}

    /**
     * Sends a request and closes the stream, however it ends.
     *
     * @param limit the longest body taken, in bytes
     * @throws DeadlineException where the reply was not whole in time
     * @throws BadReplyException where it is malformed or longer than allowed
     */
    public static HttpReply send(ByteStream stream, HttpRequest request, Duration deadline, int limit)
            throws IOException {
        try (stream;
                Cutoff cutoff = Cutoff.closing(stream, deadline)) {
            try {
                return exchange(stream, request, limit);
            } catch (IOException failure) {
                throw cutoff.reason(failure);
            }
        }
    }

    private static HttpReply exchange(ByteStream stream, HttpRequest request, int limit) throws IOException {
        InputStream in = new BufferedInputStream(stream.input());
        HttpConversation conversation =
                HttpConversation.begin(in, stream.output(), request, HttpConversation.Then.CLOSE);
        byte[] body = read(conversation.body(), limit);
        if (conversation.body() instanceof OpenBody && !stream.inputFinished()) {
            throw new BadReplyException("the stream broke off before the reply was whole");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        conversation.head().headers().forEach((name, values) -> headers.put(name, values.getLast()));
        return new HttpReply(conversation.head().status(), headers, body);
    }

    private static byte[] read(InputStream body, int limit) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n; (n = body.read(buffer)) >= 0; ) {
            if (kept.size() + n > limit) {
                throw new BadReplyException("the reply is longer than " + limit + " bytes");
            }
            kept.write(buffer, 0, n);
        }
        return kept.toByteArray();
    }
}
