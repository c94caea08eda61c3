package dev.berth.docker;

import dev.berth.http.Cutoff;
import dev.berth.http.HttpConversation;
import dev.berth.http.HttpRequest;
import dev.berth.link.ByteStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open connections to one engine. A new one costs a round trip over a forwarded socket, and a tenth of a second and
 * one of sshd's few sessions through {@code docker system dial-stdio}: one or two are kept for the next request.
 */
final class EngineConnections implements AutoCloseable {
    /** How a connection is made. */
    interface Opener {
        ByteStream open() throws IOException;
    }

    private static final int MOST_IDLE = 2;

    private final Opener opener;
    private final Set<EngineConnection> live = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<EngineConnection> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private volatile boolean closed;

    EngineConnections(Opener opener) {
        this.opener = opener;
    }

    /** Sends a request and reads the head of its reply; the deadline holds until the reply is closed. */
    EngineReply send(HttpRequest request, Duration deadline) throws IOException {
        while (true) {
            EngineConnection kept = takeIdle();
            try {
                return send(kept == null ? open() : kept, request, deadline);
            } catch (IOException failure) {
                // the engine may have been restarted since; asking again is safe for what changes nothing
                if (kept == null || closed || !request.method().equals("GET")) {
                    throw failure;
                }
            }
        }
    }

    private EngineReply send(EngineConnection connection, HttpRequest request, Duration deadline) throws IOException {
        Cutoff cutoff = Cutoff.closing(connection.stream(), deadline);
        try {
            return new EngineReply(this, connection, connection.begin(request, HttpConversation.Then.KEEP), cutoff);
        } catch (IOException failure) {
            cutoff.close();
            connection.close();
            throw cutoff.reason(failure);
        } catch (RuntimeException failure) {
            cutoff.close();
            connection.close();
            throw failure;
        }
    }

    /** A new connection; who asked for it closes it. */
    EngineConnection open() throws IOException {
        if (closed) {
            throw new IOException("the engine was closed");
        }
        EngineConnection connection = new EngineConnection(this, opener.open());
        live.add(connection);
        if (closed) {
            connection.close();
            throw new IOException("the engine was closed");
        }
        return connection;
    }

    private @Nullable EngineConnection takeIdle() {
        for (EngineConnection connection; (connection = idle.pollFirst()) != null; ) {
            idleCount.decrementAndGet();
            if (!connection.ended()) {
                return connection;
            }
            connection.close();
        }
        return null;
    }

    /** Takes a connection back that stands at the next reply. */
    void giveBack(EngineConnection connection) {
        if (idleCount.incrementAndGet() > MOST_IDLE) {
            idleCount.decrementAndGet();
            connection.close();
            return;
        }
        idle.addFirst(connection);
        if (closed) {
            connection.close();
        }
    }

    void forget(EngineConnection connection) {
        live.remove(connection);
    }

    boolean closed() {
        return closed;
    }

    /** How many are open, idle ones too. */
    int count() {
        return live.size();
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(live).forEach(EngineConnection::close);
    }
}
