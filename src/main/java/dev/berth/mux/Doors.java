package dev.berth.mux;

import dev.berth.link.ChildStart;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pairs of connected sockets whose far end is a descriptor to hand away. They meet in a directory that only this user
 * can enter. Closing removes the directory with all that lies in it.
 */
final class Doors implements AutoCloseable {
    private final Path directory;
    private final ServerSocketChannel door;
    private final Path path;
    private final AtomicLong names = new AtomicLong();

    /** @param near ours; {@code far} is a descriptor that the caller closes once it was handed away */
    record Pair(SocketChannel near, int far) {}

    Doors() throws IOException {
        // only its owner can enter a temporary directory of Java's
        directory = Files.createTempDirectory("berth");
        path = fresh();
        door = listen(path);
    }

    /** A name in the directory that nothing else has. */
    Path fresh() {
        return directory.resolve(String.valueOf(names.incrementAndGet()));
    }

    static ServerSocketChannel listen(Path at) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return listening.bind(UnixDomainSocketAddress.of(at));
        } catch (IOException failed) {
            listening.close();
            throw failed;
        }
    }

    /** For platform threads. One at a time, so that each gets the end that belongs to its own. */
    synchronized Pair pair() throws IOException {
        int far = Posix.connect(path);
        try {
            return new Pair(door.accept(), far);
        } catch (IOException closed) {
            Posix.close(far);
            throw closed;
        }
    }

    @Override
    public void close() {
        try {
            ChildStart.apart(() -> {
                door.close();
                return true;
            });
            try (var left = Files.list(directory)) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(directory);
        } catch (IOException inUse) {
            // a directory of ours that nobody else can enter: the system's cleaning takes it
        }
    }
}
