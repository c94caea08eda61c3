package dev.berth.jupyter;

import dev.berth.route.Listening;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
record Listener(InetAddress address, int port) {
    /** Reads what proc_net_tcp(5) prints: {@code 0100007F:22B8}. Null where it is no such text. */
    static @Nullable Listener parse(String text) {
        if (!text.matches("([0-9A-Fa-f]{8}|[0-9A-Fa-f]{32}):[0-9A-Fa-f]{4}")) {
            return null;
        }
        int colon = text.indexOf(':');
        return new Listener(
                Listening.address(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1), 16));
    }

    /** Where one on the same machine dials: the loopback where that will do. */
    static String dialled(int port, List<Listener> listeners) {
        String address = "127.0.0.1";
        for (Listener listener : listeners) {
            InetAddress bound = listener.address;
            if (listener.port != port) {
                continue;
            }
            if (bound.isAnyLocalAddress() || bound.getHostAddress().equals("127.0.0.1")) {
                return "127.0.0.1";
            }
            address = bound.isLoopbackAddress() && bound.getAddress().length == 16 ? "::1" : bound.getHostAddress();
        }
        return address;
    }
}
