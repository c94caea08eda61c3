package dev.berth.mux;

import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens a connection to a Unix socket of the host: by a forward that lives just long enough, since a master passes a
 * single connection on to TCP only. Nobody tells whether the host could connect: where it could not, the master closes
 * our end.
 */
final class UnixOpening {
    private final Path control;
    private final Doors doors;
    private final Echo echo;
    private final String host;

    UnixOpening(Path control, Doors doors, Echo echo, String host) {
        this.control = control;
        this.doors = doors;
        this.echo = echo;
        this.host = host;
    }

    /** @param early what had come already when it was sure to be open */
    record Opened(SocketChannel channel, ByteBuffer early) {}

    Opened open(String path) throws IOException {
        SocketChannel channel = connected(path);
        boolean kept = false;
        try {
            // sshd connects to a Unix socket at once and answers in order: behind this answer it has decided
            echo.ask();
            ByteBuffer early = ByteBuffer.allocate(1);
            channel.configureBlocking(false);
            int n = channel.read(early);
            channel.configureBlocking(true);
            if (n < 0) {
                throw new OpenRefusedException(Reason.CONNECT_FAILED, host + " could not connect to " + path);
            }
            kept = true;
            return new Opened(channel, early.flip());
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private SocketChannel connected(String path) throws IOException {
        Path ours = doors.fresh();
        Forward forward = Forward.toUnix(ours, path);
        Message.Reply reply = forward.open(control);
        if (reply.type() != Message.OK) {
            throw Refusals.of(reply, host + " could not connect to " + path, Reason.PROHIBITED);
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(ours));
        } finally {
            // the master takes the connection before it reads this
            forward.close(control);
            Files.deleteIfExists(ours);
        }
    }
}
