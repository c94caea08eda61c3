package dev.berth.jupyter;

import dev.berth.api.Problem;
import java.util.List;

/** What holds a port that was asked for. */
final class PortHolder {
    private PortHolder() {}

    /** {@code refused} with the server named that listens there; as it is where none of {@code servers} does. */
    static Problem name(Problem refused, List<FoundServer> servers) {
        for (FoundServer server : servers) {
            String port = Integer.toString(server.info().port());
            if (refused.message().startsWith("Port " + port + " ")) {
                String holder = Plan.name(server.info().kind());
                return new Problem(
                        refused.code(),
                        refused.message().replaceFirst("\\.$", "") + " by " + holder + " (process " + server.serverPid()
                                + ").",
                        "Open that one, or choose another port: " + refused.suggestion() + " is free.",
                        refused.suggestion());
            }
        }
        return refused;
    }
}
