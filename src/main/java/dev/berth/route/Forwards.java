package dev.berth.route;

import dev.berth.api.ProblemException;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.Output;
import dev.berth.route.Refusal.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says why an SSH server refused a forward, since its own word for it is the same for several reasons. */
record Forwards(Link link, HostRelay relay) {
    private static final Logger LOG = Logger.getLogger(Forwards.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** A server that forwards at all forwards to one of these, or says that nobody listens there. */
    private static final List<String> ANYWHERE = List.of("localhost", "127.0.0.1");

    private static final int SSH = 22;

    /** The kernel's list tells who accepts connections: the flag __SO_ACCEPTCON. */
    private static final String SOCKET = """
            [ -e "$1" ] || exit 3
            [ -S "$1" ] || exit 4
            [ -w "$1" ] || exit 5
            while read -r num refs protocol flags type state inode path; do
              if [ "$path" = "$1" ] && [ "$flags" = 00010000 ]; then exit 0; fi
            done </proc/net/unix
            exit 4
            """;

    Refusal tcp(OpenRefusedException refused) {
        Refusal told = Refusal.of(refused);
        return told.why() == Why.FORBIDDEN
                ? new Refusal(forwardsAnything() ? Why.FORBIDDEN_THERE : Why.FORBIDDEN, offered(false))
                : told;
    }

    /** OpenSSH says of a socket that it may not forward to only that connecting failed. */
    Refusal unix(OpenRefusedException refused, String path) {
        if (refused.reason() == Reason.BUSY) {
            return Refusal.of(refused);
        }
        try {
            Output look = link.run(Command.script(SOCKET, path), DEADLINE);
            return switch (look.exit()) {
                case 0 ->
                    new Refusal(
                            refused.reason() == Reason.UNKNOWN_KIND ? Why.UNKNOWN_KIND : Why.FORBIDDEN, offered(true));
                case 3 -> new Refusal(Why.NO_SOCKET, null);
                case 5 -> new Refusal(Why.SOCKET_DENIED, null);
                default -> Refusal.of(refused);
            };
        } catch (IOException untold) {
            LOG.log(Level.FINE, "a socket was not looked at", untold);
            return Refusal.of(refused);
        }
    }

    private boolean forwardsAnything() {
        for (String address : ANYWHERE) {
            try (ByteStream stream = link.tcp(address, SSH)) {
                LOG.log(Level.FINE, "forwards go to {0}", stream);
                return true;
            } catch (OpenRefusedException refused) {
                if (refused.reason() == Reason.CONNECT_FAILED) {
                    return true;
                }
            } catch (IOException lost) {
                return false;
            }
        }
        return false;
    }

    private @Nullable String offered(boolean socket) {
        try {
            return relay.tool(socket).executable();
        } catch (ProblemException none) {
            return null;
        }
    }
}
