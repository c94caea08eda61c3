package dev.berth.config;

import dev.berth.api.TunnelStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel as state.json keeps it.
 *
 * @param container null for one to the host itself
 * @param bindAddresses the addresses its listening end has
 * @param localPort this machine's port; 0 where a remote tunnel has a path or port of its own here
 * @param remoteAddress null where the far end is the container itself, or a dynamic tunnel's client names it
 * @param remotePath a Unix socket in place of an address and port
 * @param autostart switched on when the agent starts
 * @param saved kept when the agent ends in good order; one that is not is only here so that the next agent finds it
 *     after a crash
 * @param relay a command of the host carries it
 * @param running was on when this was written: switched on again by an agent that takes over
 */
public record SavedTunnel(
        String name,
        String host,
        @Nullable String container,
        TunnelStatus.Kind kind,
        List<String> bindAddresses,
        int localPort,
        @Nullable String remoteAddress,
        int remotePort,
        @Nullable String remotePath,
        @Nullable String group,
        boolean autostart,
        boolean saved,
        boolean relay,
        boolean running) {

    private static final int LAST_PORT = 65_535;

    public SavedTunnel {
        // written in a file that a person can edit: what is missing in it arrives as null
        if (isMissing(name) || isMissing(host) || isMissing(kind)) {
            throw new IllegalArgumentException("a tunnel without name, host or kind");
        }
        checkPort(localPort);
        checkPort(remotePort);
        bindAddresses = List.copyOf(bindAddresses);
    }

    private static boolean isMissing(@Nullable Object field) {
        return field == null || field.equals("");
    }

    private static void checkPort(int port) {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(port + " is no port");
        }
    }
}
