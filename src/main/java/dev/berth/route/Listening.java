package dev.berth.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket, as /proc/net/tcp and tcp6 tell it (proc_net_tcp(5)).
 *
 * @param inode by which the descriptors of the process that holds it name it; 0 where it was not told
 */
public record Listening(InetAddress address, int port, long inode) {
    private static final String LISTEN = "0A";

    /** Number, local address and port, remote address and port, state; queues, timer, retries, user, timeout, inode. */
    private static final Pattern LINE = Pattern.compile(
            " *[0-9]+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F:]+ ([0-9A-F]{2}) (?:(?:\\S+ +){5}([0-9]{1,18})\\b)?.*");

    /** Each word of 32 bits is printed as the box's processor holds it; all that carry GPUs are little-endian. */
    public static InetAddress address(String hex) {
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

    /** Those among the lines of a table, or of several. */
    static List<Listening> all(String table) {
        List<Listening> found = new ArrayList<>();
        table.lines().forEach(line -> {
            Listening one = of(line);
            if (one != null) {
                found.add(one);
            }
        });
        return found;
    }

    /** Null where the line tells of no listening socket. */
    static @Nullable Listening of(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !matcher.group(3).equals(LISTEN)) {
            return null;
        }
        String inode = matcher.group(4);
        return new Listening(
                address(matcher.group(1)),
                Integer.parseInt(matcher.group(2), 16),
                inode == null ? 0 : Long.parseLong(inode));
    }

    /** The address as people write it: Java spells out all of IPv6. */
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        if (!text.contains(":")) {
            return text;
        }
        return address.isLoopbackAddress() ? "::1" : address.isAnyLocalAddress() ? "::" : text;
    }
}
