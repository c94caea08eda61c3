package dev.berth.agent;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Addresses on 127.0.0.1 that redirect once, and soon. They keep a Jupyter token out of the browser's arguments, which
 * every user of this machine can read. Listens only while an address is outstanding.
 */
final class OneTimeAddresses implements AutoCloseable {
    static final Duration VALID = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(OneTimeAddresses.class.getName());
    private static final int PATH_BYTES = 24;
    private static final int READ_MILLIS = 5_000;

    private record Target(String url, long until) {}

    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Target> targets = new HashMap<>();
    private @Nullable ServerSocket listener;

    /** @param nanos the time, as {@link System#nanoTime} */
    OneTimeAddresses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** An address that redirects to {@code url} once. */
    synchronized String add(Secret url) throws ProblemException {
        String target = checked(url);
        try {
            ServerSocket open = listen();
            forgetOld();
            byte[] bytes = new byte[PATH_BYTES];
            random.nextBytes(bytes);
            String path = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            targets.put(path, new Target(target, nanos.getAsLong() + VALID.toNanos()));
            return "http://127.0.0.1:" + open.getLocalPort() + "/" + path;
        } catch (IOException failed) {
            throw Problem.of(
                            Code.INTERNAL,
                            "Cannot listen on 127.0.0.1 to hand an address to the browser.",
                            "Open the address by hand.")
                    .asException(failed);
        }
    }

    /** Only what a browser opens, and nothing that could add a header of its own. */
    private static String checked(Secret url) throws ProblemException {
        try {
            URI uri = URI.create(url.reveal());
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri.toASCIIString();
            }
        } catch (IllegalArgumentException malformed) {
            LOG.fine("no address for the browser");
        }
        throw Problem.of(Code.USAGE, "Only http and https addresses can be opened in the browser.")
                .asException();
    }

    private ServerSocket listen() throws IOException {
        if (listener != null && !listener.isClosed()) {
            return listener;
        }
        ServerSocket open = new ServerSocket();
        open.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        listener = open;
        Thread.ofVirtual().name("one-time-addresses").start(() -> serve(open));
        return open;
    }

    private void serve(ServerSocket open) {
        try (open) {
            // wakes up to see whether anything is outstanding
            open.setSoTimeout((int) VALID.toMillis());
            do {
                accept(open);
            } while (!closeIfIdle(open));
        } catch (IOException closed) {
            LOG.log(Level.FINE, "no longer listening for the browser", closed);
        }
    }

    private void accept(ServerSocket open) throws IOException {
        try {
            Socket browser = open.accept();
            Thread.ofVirtual().name("one-time-address").start(() -> answer(browser));
        } catch (java.net.SocketTimeoutException quiet) {
            LOG.finest("no browser came");
        }
    }

    private synchronized boolean closeIfIdle(ServerSocket open) throws IOException {
        forgetOld();
        if (targets.isEmpty()) {
            open.close();
        }
        return open.isClosed();
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        targets.values().removeIf(target -> target.until() - now <= 0);
    }

    private void answer(Socket browser) {
        try (browser) {
            browser.setSoTimeout(READ_MILLIS);
            String request = RequestLine.read(browser.getInputStream());
            browser.getOutputStream().write(reply(request).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a browser left", gone);
        }
    }

    private String reply(String request) {
        String[] words = request.split(" ", -1);
        String url = words.length == 3 && words[0].equals("GET") ? take(words[1]) : null;
        if (url == null) {
            String text = "This address was used already or is too old. Open it from Berth again.\n";
            return head("404 Not Found") + "Content-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n\r\n"
                    + text;
        }
        return head("302 Found") + "Location: " + url + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static String head(String status) {
        return "HTTP/1.1 " + status
                + "\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n";
    }

    private synchronized @Nullable String take(String path) {
        forgetOld();
        Target target = path.startsWith("/") ? targets.remove(path.substring(1)) : null;
        return target == null ? null : target.url();
    }

    @Override
    public synchronized void close() {
        targets.clear();
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException gone) {
                LOG.log(Level.FINE, "closing the browser's port", gone);
            }
        }
    }
}
