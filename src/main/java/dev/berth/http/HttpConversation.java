package dev.berth.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One request and its reply, the body read as it comes. Who calls owns the stream, closes it, and sets its deadline.
 *
 * @param body where the server took up an upgrade, nothing: what follows is no longer HTTP
 */
public record HttpConversation(ReplyHead head, ReplyBody body) {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** What becomes of the connection after the reply. */
    public enum Then {
        CLOSE("Connection: close\r\n"),
        KEEP(""),
        /** It is given over to raw bytes both ways, as Docker's hijack asks for it. */
        UPGRADE("Connection: Upgrade\r\nUpgrade: tcp\r\n");

        private final String lines;

        Then(String lines) {
            this.lines = lines;
        }
    }

    /** Sends {@code request} and reads the reply up to its body. {@code in} should be buffered: heads are read by bytes. */
    public static HttpConversation begin(InputStream in, OutputStream out, HttpRequest request, Then then)
            throws IOException {
        out.write(written(request, then));
        ReplyHead head = ReplyHead.read(in);
        ReplyBody body = head.status() == 101 ? new FixedBody(in, 0) : ReplyBody.of(head, request.method(), in);
        return new HttpConversation(head, body);
    }

    /** Head and body in one piece: a link sends each write at once, and two pieces would be two packets. */
    static byte[] written(HttpRequest request, Then then) {
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
        if (request.headers().keySet().stream().noneMatch(name -> name.equalsIgnoreCase("host"))) {
            head.append("Host: localhost\r\n");
        }
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append(then.lines);
        byte[] body = request.body() == null ? new byte[0] : request.body();
        if (request.body() != null || WITH_BODY.contains(request.method().toUpperCase(Locale.ROOT))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        checkLines(request);
        byte[] start = HttpLines.bytes(head.append("\r\n"));
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /** A line end in a path or header would let its author write requests of their own. */
    private static void checkLines(HttpRequest request) {
        boolean broken = unsafe(request.path()) || request.path().indexOf(' ') >= 0;
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            broken |= unsafe(header.getKey()) || unsafe(header.getValue());
        }
        if (broken) {
            throw new IllegalArgumentException("a control character in a request line");
        }
    }

    private static boolean unsafe(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }
}
