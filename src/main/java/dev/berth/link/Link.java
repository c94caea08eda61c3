package dev.berth.link;

import dev.berth.api.LinkKind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open way to a host. Safe for use by several threads; every method may block and is meant for virtual threads. A
 * blocked one is ended by closing what it works on, never by an interrupt: an interrupt would close the connection that
 * all share.
 *
 * <p>The streams and commands a link gave end with it. An {@link OpenRefusedException} says that the host refused this
 * one thing; any other {@link IOException} that the link is gone.
 */
public interface Link extends AutoCloseable {
    LinkKind kind();

    /** Starts a command by the user's login shell there, without a pty. Waits while all sessions are in use. */
    RemoteCommand start(Command command) throws IOException;

    /** How many more commands could start now without waiting for another's end. */
    default int spare() {
        return Integer.MAX_VALUE;
    }

    /**
     * Starts a command on a pty of that size. Null is what a person gets who asks for a shell: the login shell, or what
     * the configuration says in its place.
     */
    RemotePty pty(@Nullable Command command, String term, int columns, int rows) throws IOException;

    /** A TCP connection from the host to an address as the host sees it. */
    ByteStream tcp(String address, int port) throws IOException;

    /** A connection to a Unix socket of the host. */
    ByteStream unix(String path) throws IOException;

    /**
     * Listens on the host.
     *
     * @param port 0 lets the host choose
     * @param accepted takes each connection on a virtual thread of its own, and closes it
     */
    RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) throws IOException;

    boolean isOpen();

    /** Ends with the reason once the link is gone, whoever ended it. */
    CompletableFuture<String> gone();

    /**
     * Asks the host at once whether it is there, as after a sleep of this machine. A link that gets no answer in a few
     * seconds ends; one that can't be lost has nothing to ask. Returns at once.
     */
    default void probe() {}

    /** The newest time a question took there and back; null until one did. */
    @Nullable
    Duration roundTrip();

    /** Whether others use the connection as well: a master of the user's is not ours to end. */
    default boolean isShared() {
        return false;
    }

    /** Whether the connection itself has ended here, with whoever else used it, and not only this link over it. */
    default boolean isSevered() {
        return !isOpen();
    }

    /**
     * Ends on the host what this link left running there, once it is gone; for another link to run. Null where that
     * can't be told from what others left.
     */
    default @Nullable Command sweep() {
        return null;
    }

    /** Ends the link and all it gave. Returns within a second even where the host does not answer. */
    @Override
    void close();

    /**
     * Runs a command to its end.
     *
     * @param input what it reads; may be empty
     * @param limit the most bytes taken of each of its streams; what comes beyond is dropped
     * @throws DeadlineException where it did not end in time; it is closed then
     */
    default Output run(Command command, byte[] input, Duration deadline, int limit) throws IOException {
        return Runs.run(this, command, input, deadline, limit);
    }

    default Output run(Command command, Duration deadline) throws IOException {
        return run(command, new byte[0], deadline, 1 << 20);
    }
}
