package dev.berth.link;

import dev.berth.api.LinkKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link for tests: commands of this machine as child processes, and nothing else. */
public final class Children implements Link {
    private final String path;
    private final Set<Process> children = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> gone = new CompletableFuture<>();

    /** @param path the commands' PATH */
    public Children(String path) {
        this.path = path;
    }

    @Override
    public LinkKind kind() {
        return LinkKind.LOCAL;
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.argv());
        builder.environment().put("PATH", path);
        Process child = builder.start();
        children.add(child);
        return new Child(child);
    }

    private record Child(Process process) implements RemoteCommand {
        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public int await(Duration deadline) throws IOException {
            try {
                if (process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                    return process.exitValue();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            throw new DeadlineException("no end in time");
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream tcp(String address, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream unix(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return !gone.isDone();
    }

    @Override
    public CompletableFuture<String> gone() {
        return gone;
    }

    @Override
    public @Nullable Duration roundTrip() {
        return null;
    }

    @Override
    public void close() {
        gone.complete("closed");
        children.forEach(Process::destroyForcibly);
    }
}
