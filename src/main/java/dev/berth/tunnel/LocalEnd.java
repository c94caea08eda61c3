package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.link.ChildStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A tunnel's port here: all its addresses, bound together or not at all. One accepting thread an address. */
final class LocalEnd implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LocalEnd.class.getName());
    private static final Duration CLOSED_BY = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long ACCEPT_STACK = 128 << 10;

    private final List<ServerSocketChannel> listeners;
    private final List<Thread> accepting = new ArrayList<>();

    private LocalEnd(List<ServerSocketChannel> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Binds; nobody is accepted before {@link #accept}. Never moves to another port by itself. */
    static LocalEnd bind(TunnelSpec spec) throws ProblemException {
        return ChildStart.apart(() -> bindApart(spec));
    }

    private static LocalEnd bindApart(TunnelSpec spec) throws ProblemException {
        List<ServerSocketChannel> bound = new ArrayList<>();
        String missing = null;
        for (InetAddress address : addresses(spec)) {
            try {
                bound.add(Sockets.listen(address, spec.localPort()));
            } catch (IOException refused) {
                if (Sockets.present(address)) {
                    bound.forEach(Sockets::close);
                    throw LocalPorts.refused(spec.localPort(), refused).asException(refused);
                }
                missing = address.getHostAddress();
            }
        }
        if (bound.isEmpty()) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "This machine has no address " + missing + " for tunnel " + spec.name() + " to listen on.",
                            "Leave the address out: the tunnel then listens on 127.0.0.1.")
                    .asException();
        }
        return new LocalEnd(bound);
    }

    private static List<InetAddress> addresses(TunnelSpec spec) {
        if (!spec.bindAddresses().contains("*")) {
            return spec.bindAddresses().stream().map(InetAddress::ofLiteral).toList();
        }
        // an IPv6 wildcard socket takes IPv4 as well, and the two can't be bound side by side
        InetAddress every = InetAddress.ofLiteral("::");
        return List.of(Sockets.present(every) ? every : InetAddress.ofLiteral("0.0.0.0"));
    }

    void accept(BiConsumer<SocketChannel, Turn> clients) {
        for (ServerSocketChannel listener : listeners) {
            accepting.add(Thread.ofPlatform()
                    .name("tunnel-accept")
                    .daemon()
                    .stackSize(ACCEPT_STACK)
                    .start(() -> accept(listener, clients)));
        }
    }

    /** Invariant: only closing the listener ends this. */
    private static void accept(ServerSocketChannel listener, BiConsumer<SocketChannel, Turn> clients) {
        Turn last = Turn.first();
        last.done();
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Turn turn = last.next();
                last = turn;
                PipeThreads.run(() -> hand(client, turn, clients));
            } catch (IOException | RuntimeException failed) {
                if (listener.isOpen()) {
                    // out of file descriptors, as a rule: some come back when connections end
                    LOG.log(Level.WARNING, "no connection accepted", failed);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private static void hand(SocketChannel client, Turn turn, BiConsumer<SocketChannel, Turn> clients) {
        try {
            // without it each small answer would wait up to 40 ms for an acknowledgement
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            clients.accept(client, turn);
        } catch (IOException | RuntimeException failed) {
            LOG.log(Level.FINE, "a connection ended early", failed);
            Sockets.reset(client);
        } finally {
            turn.done();
        }
    }

    /** A closed socket that a virtual thread still waits on keeps its port until that thread has woken. */
    @Override
    public void close() {
        ChildStart.apart(this::closeApart);
    }

    private void closeApart() {
        listeners.forEach(Sockets::close);
        try {
            for (Thread thread : accepting) {
                thread.join(CLOSED_BY);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
