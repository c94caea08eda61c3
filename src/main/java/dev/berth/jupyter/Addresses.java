package dev.berth.jupyter;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses of servers. */
final class Addresses {
    private Addresses() {}

    /** As the server's own network sees it, without its token. */
    static String own(boolean secure, int port, String basePath) {
        return uri(secure, port, basePath, null).toString();
    }

    /** As Jupyter itself writes that of a server on a Unix socket. */
    static String unix(String socket, String basePath) {
        return "http+unix://" + encoded(RemoteLine.clean(socket)) + basePath;
    }

    /**
     * As a browser on this machine sees it through a tunnel, with its token. A lab is opened as a lab, whatever its
     * configured start page.
     */
    static URI local(FoundServer server, int localPort) {
        String page = switch (server.info().kind()) {
            case LAB -> "lab";
            case NOTEBOOK -> "tree";
            case SERVER -> "";
        };
        String token = server.token().reveal();
        return uri(
                server.secure(),
                localPort,
                server.basePath() + page,
                token.isEmpty() ? null : "token=" + encoded(token));
    }

    /** URI itself leaves {@code &}, {@code +} and {@code =} alone, which a query of several fields would read as its own. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return text.toString();
    }

    private static URI uri(boolean secure, int port, String path, @Nullable String query) {
        try {
            String address =
                    new URI(secure ? "https" : "http", null, "127.0.0.1", port, path, null, null).toASCIIString();
            return new URI(query == null ? address : address + "?" + query);
        } catch (URISyntaxException odd) {
            throw new IllegalArgumentException(odd);
        }
    }
}
