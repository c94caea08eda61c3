package dev.berth.link;

import dev.berth.api.LinkKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A link for tests: a child process a command, of ssh or of this machine's own shell. It carries commands only. */
public final class Children implements Link {
    private final Function<Command, ProcessBuilder> starts;
    private final Set<Process> children = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> gone = new CompletableFuture<>();

    private Children(Function<Command, ProcessBuilder> starts) {
        this.starts = starts;
    }

    public static Children ssh(Path configuration, String alias) {
        return new Children(command -> new ProcessBuilder(
                "ssh", "-F", configuration.toString(), "-o", "BatchMode=yes", alias, "--", command.line()));
    }

    /** Commands on this machine, with that PATH. */
    public static Children local(String path) {
        return new Children(command -> {
            ProcessBuilder child = new ProcessBuilder(command.argv());
            child.environment().put("PATH", path);
            return child;
        });
    }

    @Override
    public LinkKind kind() {
        return LinkKind.MUX;
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        Process child = starts.apply(command).start();
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
