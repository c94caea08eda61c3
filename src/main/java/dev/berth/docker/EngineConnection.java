package dev.berth.docker;

import dev.berth.http.HttpConversation;
import dev.berth.http.HttpRequest;
import dev.berth.link.ByteStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One open connection to the engine. */
final class EngineConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EngineConnection.class.getName());

    private final EngineConnections owner;
    private final ByteStream stream;
    private final InputStream in;

    EngineConnection(EngineConnections owner, ByteStream stream) {
        this.owner = owner;
        this.stream = stream;
        this.in = new BufferedInputStream(stream.input(), 16 << 10);
    }

    HttpConversation begin(HttpRequest request, HttpConversation.Then then) throws IOException {
        return HttpConversation.begin(in, stream.output(), request, then);
    }

    /** The engine closed it while nobody used it. */
    boolean ended() {
        return stream.inputFinished();
    }

    ByteStream stream() {
        return stream;
    }

    /** What comes after an upgrade; the buffer may hold its first bytes already. */
    InputStream input() {
        return in;
    }

    OutputStream output() {
        return stream.output();
    }

    @Override
    public void close() {
        owner.forget(this);
        try {
            stream.close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a connection to the engine ended badly", gone);
        }
    }
}
