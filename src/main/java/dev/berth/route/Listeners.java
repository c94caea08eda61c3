package dev.berth.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses a port is listened on in one network namespace, as /proc/net/tcp and tcp6 tell it (proc_net_tcp(5)). */
record Listeners(List<InetAddress> addresses) {
    private static final String LISTEN = "0A";

    /** Number, local address and port, remote address and port, state. */
    private static final Pattern LINE =
            Pattern.compile(" *[0-9]+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F:]+ ([0-9A-F]{2}) .*");

    static Listeners parse(String text, int port) {
        List<InetAddress> found = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()
                    && matcher.group(3).equals(LISTEN)
                    && Integer.parseInt(matcher.group(2), 16) == port) {
                found.add(address(matcher.group(1)));
            }
        }
        return new Listeners(found);
    }

    /** Each word of 32 bits is printed as the box's processor holds it; all that carry GPUs are little-endian. */
    private static InetAddress address(String hex) {
        byte[] printed = HexFormat.of().parseHex(hex);
        byte[] bytes = new byte[printed.length];
        for (int i = 0; i < printed.length; i++) {
            bytes[i] = printed[i - i % 4 + 3 - i % 4];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
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
        return addresses.isEmpty() ? "127.0.0.1" : text(addresses.getFirst());
    }

    static String text(InetAddress address) {
        String text = address.getHostAddress();
        if (!text.contains(":")) {
            return text;
        }
        return address.isLoopbackAddress() ? "::1" : address.isAnyLocalAddress() ? "::" : text;
    }
}
