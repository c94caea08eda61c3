package dev.berth.agent;

import dev.berth.config.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that one process holds at a time. The kernel frees it with the process, however that ended. */
final class FileLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Whether a holder of the file is to be waited for no longer. */
    interface Patience {
        boolean isOver();
    }

    /** Null where another held it until patience was over. */
    static @Nullable FileLock take(Path file, Patience patience) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PrivateDirectory.OWNER_FILE));
        boolean taken = false;
        try {
            taken = lock(channel);
            while (!taken && !patience.isOver()) {
                Thread.sleep(PAUSE);
                taken = lock(channel);
            }
            return taken ? new FileLock(channel) : null;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** The file stays: were it removed, two could each hold a file of that name. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
