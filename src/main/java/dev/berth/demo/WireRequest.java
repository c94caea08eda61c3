package dev.berth.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request read from a stream that is no socket.
 *
 * @param path without the API's version
 * @param headers names in lower case
 */
record WireRequest(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
    private static final int LONGEST_LINE = 64 << 10;
    private static final int LONGEST_BODY = 1 << 20;
    private static final int MOST_HEADERS = 100;

    /** Null at the end of the stream. */
    static @Nullable WireRequest read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("no HTTP request");
        }
        Map<String, String> headers = headers(in);
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("[0-9]{1,7}") || Integer.parseInt(length) > LONGEST_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        String body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        int mark = words[1].indexOf('?');
        String path = mark < 0 ? words[1] : words[1].substring(0, mark);
        return new WireRequest(
                words[0],
                path.replaceFirst("^/v1\\.[0-9]+(?=/)", ""),
                mark < 0 ? Map.of() : query(words[1].substring(mark + 1)),
                headers,
                body);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw new IOException("no HTTP header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String each : text.split("&", -1)) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            String value = equals < 0 ? "" : each.substring(equals + 1);
            query.put(decoded(name), decoded(value));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) >= 0 && b != '\n') {
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
            }
            line.write(b);
        }
        return b < 0 && line.size() == 0
                ? null
                : line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    boolean closes() {
        return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    }

    boolean upgrades() {
        return headers.getOrDefault("connection", "").equalsIgnoreCase("upgrade");
    }

    boolean is(String name) {
        String value = query.getOrDefault(name, "");
        return value.equals("1") || value.equalsIgnoreCase("true");
    }
}
