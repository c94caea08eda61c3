package dev.berth.local;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.OpenRefusedException.Reason;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemoteListener;
import dev.berth.link.RemotePty;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The machine itself as a link. It is never lost; only closing it ends it. */
public final class LocalLink implements Link {
    private static final Logger LOG = Logger.getLogger(LocalLink.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final String CLOSED = "it was closed here";

    private final Children children;
    private final Set<AutoCloseable> given = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> gone = new CompletableFuture<>();

    /** @param environment of commands and shells */
    public LocalLink(Map<String, String> environment) {
        this.children = new Children(environment);
    }

    @Override
    public LinkKind kind() {
        return LinkKind.LOCAL;
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        requireOpen();
        LocalCommand started = new LocalCommand(children.start(command), this::forget);
        return kept(started);
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) throws IOException {
        requireOpen();
        return kept(LocalPty.start(children, command, new LocalPty.Terminal(term, columns, rows), this::forget));
    }

    @Override
    public ByteStream tcp(String address, int port) throws IOException {
        requireOpen();
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
        } catch (IOException | IllegalArgumentException failed) {
            channel.close();
            throw refused(address + ":" + port, failed);
        }
        return kept(new SocketStream(channel, this::forget));
    }

    @Override
    public ByteStream unix(String path) throws IOException {
        requireOpen();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            SocketAddress address = UnixDomainSocketAddress.of(path);
            channel.connect(address);
        } catch (IOException | IllegalArgumentException failed) {
            channel.close();
            throw refused(path, failed);
        }
        return kept(new SocketStream(channel, this::forget));
    }

    private static OpenRefusedException refused(String where, Exception failed) {
        OpenRefusedException refused = new OpenRefusedException(
                Reason.CONNECT_FAILED, "this machine could not connect to " + where + ": " + failed.getMessage());
        refused.initCause(failed);
        return refused;
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) throws IOException {
        requireOpen();
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(address, port));
        } catch (IOException taken) {
            channel.close();
            throw new OpenRefusedException(
                    Reason.PROHIBITED,
                    "this machine can't listen on " + address + ":" + port + ": " + taken.getMessage());
        }
        LocalListener listener = new LocalListener(channel, this::forget);
        kept(listener);
        listener.serve(stream -> {
            try (ByteStream each = kept(new SocketStream(stream, this::forget))) {
                accepted.accept(each);
            } catch (IOException closing) {
                LOG.log(Level.FINE, "a connection came while the link was closed", closing);
            }
        });
        return listener;
    }

    private void requireOpen() throws IOException {
        if (!isOpen()) {
            throw new IOException(CLOSED);
        }
    }

    /** Ends with the link, also where that was closed in this moment. */
    private <T extends AutoCloseable> T kept(T made) throws IOException {
        given.add(made);
        if (!isOpen()) {
            close(made);
            throw new IOException(CLOSED);
        }
        return made;
    }

    private void forget(AutoCloseable made) {
        given.remove(made);
    }

    private static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception failed) {
            LOG.log(Level.FINE, "on closing", failed);
        }
    }

    @Override
    public boolean isOpen() {
        return !gone.isDone();
    }

    @Override
    public CompletableFuture<String> gone() {
        return gone;
    }

    /** There is no way to measure. */
    @Override
    public @Nullable Duration roundTrip() {
        return null;
    }

    @Override
    public void close() {
        gone.complete(CLOSED);
        given.forEach(LocalLink::close);
    }
}
