package dev.berth.ssh;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person types: {@code alias}, {@code user@host}, {@code host:port}, {@code user@[v6]:port} or an {@code ssh://}
 * address of the same parts.
 */
record DestinationName(
        @Nullable String user, String host, @Nullable Integer port) {
    private static final Pattern PORT = Pattern.compile("(\\[[^]]+]|[^:]+)(?::(\\d{1,5}))?");

    static DestinationName parse(String text) {
        String rest = text.startsWith("ssh://") ? text.substring(6) : text;
        int at = rest.lastIndexOf('@');
        String user = at > 0 ? rest.substring(0, at) : null;
        String address = rest.substring(at + 1);
        Matcher matcher = PORT.matcher(address);
        if (!matcher.matches()) {
            return new DestinationName(user, address, null);
        }
        String host = matcher.group(1);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new DestinationName(user, bare, port(matcher.group(2)));
    }

    private static @Nullable Integer port(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(digits);
    }

    /** Names a user or port, so it can't be an alias only. */
    boolean explicit() {
        return user != null || port != null;
    }
}
