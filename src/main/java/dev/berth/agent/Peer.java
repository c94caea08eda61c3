package dev.berth.agent;

import dev.berth.config.ThisUser;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a Unix socket. */
final class Peer {
    private Peer() {}

    /** The kernel's word for it (SO_PEERCRED, LOCAL_PEERCRED on macOS), not the peer's. */
    static boolean isThisUser(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(ThisUser.principal());
    }
}
