package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus;
import dev.berth.link.ByteStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From a port of the host to one as this machine sees it, as {@code ssh -R}. The host listens anew on each link. */
final class RemoteTunnel extends Tunnel {
    private static final Duration LISTEN = Duration.ofSeconds(15);
    private static final int CONNECT_MILLIS = 10_000;

    private final ListenerSource listeners;
    /** Held while the host is asked to listen, so that it is asked once. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile boolean on;
    private volatile @Nullable Listening listening;

    /** @param link the number of the link that it listens on */
    private record Listening(ListenerSource.Bound bound, int link) {}

    RemoteTunnel(TunnelSpec spec, ListenerSource listeners, Consumer<TunnelStatus> changed) {
        super(spec, changed);
        this.listeners = listeners;
    }

    @Override
    void open() {
        if (!on) {
            on = true;
            state().started();
        }
    }

    @Override
    void shut() {
        on = false;
        Listening open = listening;
        listening = null;
        if (open != null) {
            // the host's answer may take long
            Thread.ofVirtual().name("tunnel-remote").start(() -> Sockets.close(open.bound.listener()));
        }
    }

    @Override
    public void linkUp() {
        super.linkUp();
        Thread.ofVirtual().name("tunnel-remote").start(() -> listening(LISTEN));
    }

    @Override
    public void linkDown(String reason) {
        listening = null;
        super.linkDown(reason);
    }

    /** Whether the host listens, and the port here takes connections. */
    @Override
    public boolean probe(Duration deadline) {
        int link = state().link();
        if (!listening(deadline)) {
            return false;
        }
        try (SocketChannel tried = connect()) {
            answered(link);
            return tried.isOpen();
        } catch (IOException refusal) {
            refused(link, nobodyHere(refusal));
            return false;
        }
    }

    /** Has the host listen, where it does not yet on this link. */
    private boolean listening(Duration deadline) {
        asking.lock();
        try {
            int link = state().link();
            Listening before = listening;
            if (before != null && before.link == link) {
                return true;
            }
            if (!on) {
                return false;
            }
            Listening now = new Listening(listeners.listen(spec(), this::serve, deadline), link);
            listening = now;
            if (!on) {
                shut();
                return false;
            }
            answered(link);
            return true;
        } catch (ProblemException failed) {
            refused(state().link(), failed.problem());
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            asking.unlock();
        }
    }

    private void answered(int link) {
        Listening open = listening;
        if (open != null && state().answered(link, TunnelStatus.Way.HOST, open.bound.address())) {
            changed();
        }
    }

    private void serve(ByteStream far) {
        int link = state().link();
        SocketChannel socket;
        try {
            socket = connect();
        } catch (IOException refusal) {
            Sockets.close(far);
            refused(link, nobodyHere(refusal));
            return;
        }
        Client client = new Client(socket, Turn.first());
        entered(client);
        try {
            if (on) {
                carry(client, far, new Carried() {
                    @Override
                    public void answered() {
                        RemoteTunnel.this.answered(link);
                    }

                    @Override
                    public void turnedAway() {
                        // the far end is the client here, and may leave as it likes
                    }
                });
            }
        } finally {
            left(client);
            Sockets.close(far);
        }
    }

    private SocketChannel connect() throws IOException {
        IOException failure = new IOException("it has no address");
        for (InetAddress address :
                InetAddress.getAllByName(spec().bindAddresses().getFirst())) {
            SocketChannel socket = SocketChannel.open();
            try {
                socket.socket().connect(new InetSocketAddress(address, spec().localPort()), CONNECT_MILLIS);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return socket;
            } catch (IOException refused) {
                Sockets.close(socket);
                failure = refused;
            }
        }
        throw failure;
    }

    private Problem nobodyHere(IOException refusal) {
        return Problem.of(
                Problem.Code.TARGET_REFUSED,
                "Nothing answers at " + spec().local() + " on this machine (" + refusal.getMessage() + ").",
                "Start the service here, or check the port.");
    }
}
