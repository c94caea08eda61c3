package dev.berth.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of a reply.
 *
 * @param headers names in lower case; each with its values in the order they came
 */
public record ReplyHead(int status, Map<String, List<String>> headers) {
    /** The longest head taken, in bytes. */
    static final int LIMIT = 64 << 10;

    /** The last value of a header. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.getLast();
    }

    /** The server ends the connection after this reply. */
    public boolean closes() {
        return "close".equalsIgnoreCase(header("connection"));
    }

    /**
     * Reads a head; interim replies before it are passed over (101 is none: it is what follows an upgrade).
     *
     * @throws NoReplyException where the stream ended before one byte came
     */
    static ReplyHead read(InputStream in) throws IOException {
        HttpLines lines = new HttpLines(in, LIMIT);
        ReplyHead head = readFirst(lines);
        while (head.status < 200 && head.status != 101) {
            head = readOne(lines);
        }
        return head;
    }

    private static ReplyHead readFirst(HttpLines lines) throws IOException {
        try {
            return readOne(lines);
        } catch (EOFException end) {
            throw lines.any() ? end : new NoReplyException();
        }
    }

    private static ReplyHead readOne(HttpLines lines) throws IOException {
        int status = status(lines.next());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new BadReplyException("a header of the reply has no name");
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new ReplyHead(status, headers);
    }

    /** {@code HTTP/1.x}, a space, three digits, and what else the server likes to say. */
    private static int status(String line) throws BadReplyException {
        if (!line.matches("HTTP/1\\.[0-9] [1-9][0-9][0-9]( .*)?")) {
            throw new BadReplyException("what answers does not speak HTTP/1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }
}
