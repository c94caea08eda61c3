package dev.berth.route;

import java.net.InetAddress;
import java.util.List;

/** The addresses one port is listened on in one network namespace. */
record Listeners(List<InetAddress> addresses) {
    static Listeners parse(String text, int port) {
        return new Listeners(Listening.all(text).stream()
                .filter(listening -> listening.port() == port)
                .map(Listening::address)
                .toList());
    }

    boolean none() {
        return addresses.isEmpty();
    }

    boolean loopbackOnly() {
        return !none() && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
    }

    /** Where one dials from within: the loopback where it is listened on, by IPv4 if it may be. */
    String inside() {
        for (InetAddress address : addresses) {
            if (address.isAnyLocalAddress() || address.getHostAddress().equals("127.0.0.1")) {
                return "127.0.0.1";
            }
        }
        return addresses.isEmpty() ? "127.0.0.1" : Listening.text(addresses.getFirst());
    }
}
