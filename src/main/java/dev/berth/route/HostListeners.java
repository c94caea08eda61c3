package dev.berth.route;

import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks where the host itself listens. */
final class HostListeners {
    private static final Logger LOG = Logger.getLogger(HostListeners.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LIMIT = 1 << 20;

    private HostListeners() {}

    static @Nullable String on(Link link, int port) {
        try {
            Output output =
                    link.run(Command.of("cat", "/proc/net/tcp", "/proc/net/tcp6"), new byte[0], DEADLINE, LIMIT);
            List<String> addresses = Listeners.parse(output.out(), port).addresses().stream()
                    .map(address -> OpenedRoute.target(Listening.text(address), port))
                    .distinct()
                    .toList();
            return addresses.isEmpty() ? null : String.join(", ", addresses);
        } catch (IOException untold) {
            LOG.log(Level.FINE, "the host did not tell its listeners", untold);
            return null;
        }
    }
}
