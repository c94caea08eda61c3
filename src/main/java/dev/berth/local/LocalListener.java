package dev.berth.local;

import dev.berth.link.ChildStart;
import dev.berth.link.RemoteListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A port of this machine. One virtual thread accepts; each connection has another. */
final class LocalListener implements RemoteListener {
    private static final Logger LOG = Logger.getLogger(LocalListener.class.getName());

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final ServerSocketChannel channel;
    private final Consumer<AutoCloseable> forget;
    private final int port;

    LocalListener(ServerSocketChannel channel, Consumer<AutoCloseable> forget) throws IOException {
        this.channel = channel;
        this.forget = forget;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    void serve(Consumer<SocketChannel> accepted) {
        Thread.ofVirtual().name("local-accept").start(() -> {
            while (channel.isOpen()) {
                try {
                    SocketChannel next = channel.accept();
                    Thread.ofVirtual().name("local-accepted").start(() -> accepted.accept(next));
                } catch (IOException ended) {
                    LOG.log(channel.isOpen() ? Level.WARNING : Level.FINEST, "accepting on port " + port, ended);
                    pause();
                }
            }
        });
    }

    /** Too many open files, for one, does not pass at once. */
    private static void pause() {
        try {
            Thread.sleep(AGAIN);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        forget.accept(this);
        ChildStart.apart(() -> {
            channel.close();
            return true;
        });
    }
}
