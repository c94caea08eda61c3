package dev.berth.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tunnel as the {@code ssh} command that does the same, for those who have no Berth at hand. */
public final class SshLine {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./\\[\\]-]+");

    private SshLine() {}

    /** Null where no forward of ssh's leads there: by a relay, or by a way that is not known yet. */
    public static @Nullable String of(TunnelStatus tunnel) {
        boolean inside = tunnel.container() != null && tunnel.kind() == TunnelStatus.Kind.LOCAL;
        boolean relayed = tunnel.relay() == TunnelStatus.Relay.ACCEPTED || tunnel.way() == TunnelStatus.Way.RELAY;
        if (relayed || inside && tunnel.way() == null) {
            return null;
        }
        String forward = switch (tunnel.kind()) {
            case LOCAL -> "-L " + quoted(tunnel.local() + ":" + tunnel.remote());
            case REMOTE -> "-R " + quoted(firstOf(tunnel.remote()) + ":" + tunnel.local());
            case DYNAMIC -> "-D " + quoted(tunnel.local());
        };
        return "ssh -N " + forward + " " + quoted(tunnel.host());
    }

    /** A host that listens for both families tells both addresses. */
    private static String firstOf(String addresses) {
        int comma = addresses.indexOf(',');
        return comma < 0 ? addresses : addresses.substring(0, comma);
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
