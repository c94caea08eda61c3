package dev.berth.mux;

import dev.berth.link.DeadlineException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to a master's control socket over which descriptors can be handed: one request, and the replies to it.
 * What was asked for ends with it. For one platform thread; only {@link #end} may come from another.
 */
final class Conversation implements AutoCloseable {
    private final int socket;
    private boolean closed;

    private Conversation(int socket) {
        this.socket = socket;
    }

    /** Connects and greets. */
    static Conversation open(Path control, Duration limit) throws IOException {
        Conversation conversation = new Conversation(Posix.connect(control));
        try {
            conversation.send(Message.hello());
            Message.Reply hello = conversation.reply(limit);
            if (hello.type() != Message.HELLO || hello.number() != Message.VERSION) {
                throw new IOException("the master speaks another version of its protocol");
            }
            return conversation;
        } catch (IOException failed) {
            conversation.close();
            throw failed;
        }
    }

    void send(Message message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = message.framed();
            MemorySegment copy = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
            Posix.write(socket, copy);
        }
    }

    void send(int descriptor) throws IOException {
        Posix.sendDescriptor(socket, descriptor);
    }

    /** The next reply, however long it takes. */
    Message.Reply reply() throws IOException {
        return reply(Duration.ofMillis(Integer.MAX_VALUE));
    }

    Message.Reply reply(Duration limit) throws IOException {
        int length = ByteBuffer.wrap(read(4, limit)).getInt();
        if (length < 4 || length > Message.LONGEST_REPLY) {
            throw new IOException("what answers is no master of OpenSSH");
        }
        return new Message.Reply(read(length, limit));
    }

    private byte[] read(int length, Duration limit) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(length);
            for (long at = 0; at < length; ) {
                if (!Posix.readable(socket, limit)) {
                    throw new DeadlineException("the master did not answer in time");
                }
                int n = Posix.read(socket, bytes.asSlice(at));
                if (n == 0) {
                    throw new EOFException("the master ended the conversation");
                }
                at += n;
            }
            return bytes.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Has the master end what this conversation is about, and releases who waits for a reply. */
    synchronized void end() {
        if (!closed) {
            Posix.shutdown(socket);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Posix.close(socket);
        }
    }
}
