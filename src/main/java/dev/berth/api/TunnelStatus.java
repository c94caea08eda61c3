package dev.berth.api;

import org.jspecify.annotations.Nullable;

/**
 * A tunnel and how it is.
 *
 * @param local this machine's end, {@code address:port}
 * @param remote the far end, {@code address:port} or a path
 * @param way how the far end is reached; null until it was
 * @param reason why it is in this state; null where there is nothing to say
 * @param bytesIn from the far end to this machine since the tunnel was made
 * @param bytesOut from this machine to the far end
 * @param saved kept over an end of the agent
 */
public record TunnelStatus(
        String name,
        String host,
        @Nullable String container,
        Kind kind,
        String local,
        String remote,
        @Nullable Way way,
        State state,
        @Nullable String reason,
        int clients,
        long bytesIn,
        long bytesOut,
        @Nullable String group,
        boolean autostart,
        boolean saved) {

    public enum Kind {
        LOCAL,
        REMOTE,
        DYNAMIC
    }

    /** How the far end is reached: a port of the host, a published port, the container's address, or a relay. */
    public enum Way {
        HOST,
        PUBLISHED,
        ADDRESS,
        RELAY
    }

    public enum State {
        OFF,
        LISTENING,
        UP,
        LINK_DOWN,
        SERVICE_DOWN,
        FAILED
    }

    /** The laptop's port, or -1 where the local end is none. */
    public int localPort() {
        int colon = local.lastIndexOf(':');
        try {
            return colon < 0 ? -1 : Integer.parseInt(local.substring(colon + 1));
        } catch (NumberFormatException notAPort) {
            return -1;
        }
    }
}
