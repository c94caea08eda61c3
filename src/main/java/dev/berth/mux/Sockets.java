package dev.berth.mux;

import java.io.IOException;
import java.nio.channels.Channel;

/** Ends sockets on this machine, where nothing can be left to save. */
final class Sockets {
    private Sockets() {}

    static void close(Channel socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // the far end is another process here: there is nothing more to end
        }
    }
}
