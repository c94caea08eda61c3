package dev.berth.tunnel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket, read by one thread and written by others, one at a time. Writing can be tried without waiting; a socket
 * that allows this never waits, so a selector waits in its place, one for each direction.
 */
final class ClientEnd implements AutoCloseable {
    private final SocketChannel socket;
    private final Selector readable = Selector.open();
    /** Most clients take all at once, and never need it. */
    private @Nullable Selector writable;

    private boolean closed;
    /** The last read got all that it could take: more is there, as a rule. */
    private boolean more;

    ClientEnd(SocketChannel socket) throws IOException {
        this.socket = socket;
        try {
            socket.configureBlocking(false);
            socket.register(readable, SelectionKey.OP_READ);
        } catch (IOException gone) {
            Sockets.close(readable);
            throw gone;
        }
    }

    /** Waits for data. -1 where the client finished. */
    int read(byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        int n = more ? socket.read(buffer) : 0;
        while (n == 0) {
            await(readable);
            n = socket.read(buffer);
        }
        more = n == into.length;
        return n;
    }

    /** Writes what goes at once: how many bytes. */
    int offer(ByteBuffer data) throws IOException {
        return socket.write(data);
    }

    /** Writes all, and waits for the client where it must. */
    void write(byte[] data, int from, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(data, from, length);
        socket.write(rest);
        while (rest.hasRemaining()) {
            await(writable());
            socket.write(rest);
        }
    }

    private synchronized Selector writable() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (writable == null) {
            writable = Selector.open();
            socket.register(writable, SelectionKey.OP_WRITE);
        }
        return writable;
    }

    private static void await(Selector selector) throws IOException {
        try {
            selector.select();
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException closed) {
            throw new AsynchronousCloseException();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    /** No more is written. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends it with RST, which the client reads as an error, not as the end of the data. */
    void reset() {
        Sockets.endByReset(socket);
        close();
    }

    /** To the system, and so to the client, a closed socket stays open until no selector has it. */
    @Override
    public synchronized void close() {
        closed = true;
        Sockets.close(socket);
        Sockets.close(readable);
        if (writable != null) {
            Sockets.close(writable);
        }
    }
}
