package dev.berth.api;

import java.time.Instant;
import java.util.List;
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
 * @param relay whether a command of the host carries it
 * @param lastError what went wrong last, also where all is well by now; null where nothing did
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
        boolean saved,
        Relay relay,
        Traffic traffic,
        @Nullable Trouble lastError) {
    private static final List<String> LOOPBACK = List.of("127.", "[::1]", "localhost");

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

    /** A command that carries connections where the host's SSH server forbids forwards. */
    public enum Relay {
        /** Forwards do, as far as is known. */
        NO,
        /** Forwards are forbidden, and a command could do: nobody has agreed to it. */
        OFFERED,
        ACCEPTED
    }

    /**
     * What passed lately.
     *
     * @param rateIn bytes a second from the far end, over the last seconds
     * @param rateOut bytes a second to the far end
     * @param recent bytes both ways of each step of {@link #STEP_SECONDS} of the last minute, the oldest first; empty
     *     where nothing passed
     */
    public record Traffic(long rateIn, long rateOut, List<Long> recent) {
        public static final int STEP_SECONDS = 2;
        public static final Traffic NONE = new Traffic(0, 0, List.of());

        public Traffic {
            recent = List.copyOf(recent);
        }
    }

    public record Trouble(Instant at, String reason) {}

    public enum State {
        OFF,
        LISTENING,
        UP,
        LINK_DOWN,
        SERVICE_DOWN,
        FAILED
    }

    /** Other machines can reach it: it listens on more than the loopback. */
    public boolean isWide() {
        return kind != Kind.REMOTE && LOOPBACK.stream().noneMatch(local::startsWith);
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
