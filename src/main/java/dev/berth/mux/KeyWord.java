package dev.berth.mux;

import dev.berth.hostkey.Server;
import dev.berth.hostkey.ShownKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ssh says about the key of a server that the configuration names, taken apart. */
record KeyWord(Kind kind, Server server, ShownKey key) {
    enum Kind {
        CHANGED,
        REVOKED,
        UNKNOWN
    }

    private static final Pattern CHANGED = Pattern.compile("(?m)^\\s*ssh-keygen .*-R \"?([^\"\\s]+)\"?");
    private static final Pattern REVOKED = Pattern.compile("host key for (\\S+) is marked as revoked");
    private static final Pattern UNKNOWN =
            Pattern.compile("No \\S+ host key is known for (\\S+) and you have requested");
    private static final Pattern ADDED = Pattern.compile("Permanently added '([^']+)' \\(\\S+\\) to the list of known");

    /**
     * @param said all that ssh has said
     * @param shown the keys that were shown, the last one first
     * @return null where it was about no key, or about one of a server that we know nothing of
     */
    static @Nullable KeyWord of(String said, List<Progress.Shown> shown, List<Server> servers) {
        if (said.contains("IDENTIFICATION HAS CHANGED")) {
            return of(Kind.CHANGED, CHANGED.matcher(said), shown, servers);
        } else if (said.contains("REVOKED HOST KEY")) {
            return of(Kind.REVOKED, REVOKED.matcher(said), shown, servers);
        } else if (said.contains("Host key verification failed") && !said.contains(" revoked ")) {
            return of(Kind.UNKNOWN, UNKNOWN.matcher(said), shown, servers);
        }
        return null;
    }

    private static @Nullable KeyWord of(Kind kind, Matcher name, List<Progress.Shown> shown, List<Server> servers) {
        if (name.find()) {
            return of(kind, server(name.group(1), servers), shown);
        }
        // where ssh wanted to ask and may not, it names none
        Server last = shown.isEmpty() ? null : at(shown.getFirst().address(), servers);
        return last != null && last.batchMode() ? of(kind, last, shown) : null;
    }

    private static @Nullable KeyWord of(Kind kind, @Nullable Server server, List<Progress.Shown> shown) {
        for (Progress.Shown one : shown) {
            if (server != null && isAt(server, one.address())) {
                return new KeyWord(kind, server, one.key());
            }
        }
        return null;
    }

    /** The keys that ssh has added to the user's file. */
    static List<KeyWord> added(String said, List<Progress.Shown> shown, List<Server> servers) {
        List<KeyWord> keys = new ArrayList<>();
        for (Matcher added = ADDED.matcher(said); added.find(); ) {
            KeyWord key = of(Kind.UNKNOWN, server(added.group(1), servers), shown);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The server whose key is looked up as that; null where there is none. */
    static @Nullable Server server(String name, List<Server> servers) {
        String lower = name.toLowerCase(Locale.ROOT);
        return servers.stream()
                .filter(server -> server.names().contains(lower))
                .findFirst()
                .orElse(null);
    }

    /** The server at that address; null where there is none. */
    static @Nullable Server at(String address, List<Server> servers) {
        return servers.stream()
                .filter(server -> isAt(server, address))
                .findFirst()
                .orElse(null);
    }

    /** ssh writes no brackets. */
    private static boolean isAt(Server server, String address) {
        return server.address().replaceAll("[\\[\\]]", "").equalsIgnoreCase(address);
    }
}
