package dev.berth.route;

import dev.berth.link.OpenRefusedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a way was refused, as far as the host tells.
 *
 * @param relay the program of the host that could carry the connection instead; null where none can, or none need
 */
public record Refusal(Why why, @Nullable String relay) {
    public enum Why {
        /** Nobody listens there. */
        NOBODY,
        /** The host does not know the name. */
        NAME_UNKNOWN,
        /** The host asks for the name, and nobody answers. */
        NAME_HANGS,
        /** The host has no way to the address. */
        UNREACHABLE,
        /** Nothing came back from the address. */
        SILENT,
        NO_SOCKET,
        /** The user may not open the socket. */
        SOCKET_DENIED,
        /** The SSH server forwards nothing, as far as was tried. */
        FORBIDDEN,
        /** The SSH server forwards, but not there. */
        FORBIDDEN_THERE,
        /** The SSH server knows no such forward. */
        UNKNOWN_KIND,
        BUSY
    }

    static final String LOOKUP_HANGS = "no name server answered";

    /** The next step where forwards are forbidden. */
    public String next() {
        return relay == null
                ? "Its AllowTcpForwarding, or PermitOpen, would have to allow it."
                : "A relay by " + relay + " there needs no forward: v on the tunnel's row, or berth tunnel start NAME"
                        + " --relay.";
    }

    static Refusal of(OpenRefusedException refused) {
        return new Refusal(
                switch (refused.reason()) {
                    case CONNECT_FAILED ->
                        said(String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT));
                    case PROHIBITED -> Why.FORBIDDEN;
                    case UNKNOWN_KIND -> Why.UNKNOWN_KIND;
                    case BUSY -> Why.BUSY;
                },
                null);
    }

    /** sshd passes on what strerror(3) and gai_strerror(3) say; the relays do as well, but for BusyBox's. */
    private static Why said(String words) {
        if (words.contains(LOOKUP_HANGS) || words.contains("temporary failure in name resolution")) {
            return Why.NAME_HANGS;
        } else if (words.contains("not known")
                || words.contains("name resolution")
                || words.contains("bad address")
                || words.contains("no address associated")) {
            return Why.NAME_UNKNOWN;
        } else if (words.contains("no route to host") || words.contains("unreachable")) {
            return Why.UNREACHABLE;
        } else if (words.contains("timed out")) {
            return Why.SILENT;
        }
        return Why.NOBODY;
    }
}
