package dev.berth.mux;

import dev.berth.link.DeadlineException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a master's control socket that tells whether the master lives: it ends when the master does. The one
 * owner of whether and why a link is over; the first reason told is the one that counts.
 */
final class Pulse implements AutoCloseable {
    /** A master does nothing but pass packets on: it answers at once, or hangs. */
    private static final Duration PROMPT = Duration.ofSeconds(3);

    private final SocketChannel channel;
    private final Queue<CompletableFuture<Long>> asked = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final CompletableFuture<String> gone = new CompletableFuture<>();
    private final long process;
    private volatile long heard = System.nanoTime();

    private Pulse(SocketChannel channel) throws IOException {
        this.channel = channel;
        write(Message.hello());
        CompletableFuture<Long> first = ask();
        Thread.ofVirtual().name("mux-pulse").start(this::read);
        this.process = answer(first);
    }

    /** @throws IOException where no master answers there: none is left, or it hangs */
    static Pulse of(Path control) throws IOException {
        SocketChannel channel = connect(control);
        try {
            return new Pulse(channel);
        } catch (IOException dead) {
            channel.close();
            throw dead;
        }
    }

    /** A master that hangs takes no more connections once enough have come. */
    private static SocketChannel connect(Path control) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        CompletableFuture<Long> connected = new CompletableFuture<>();
        Thread.ofVirtual().name("mux-connect").start(() -> {
            try {
                channel.connect(UnixDomainSocketAddress.of(control));
                connected.complete(0L);
            } catch (IOException | RuntimeException refused) {
                connected.completeExceptionally(refused);
            }
        });
        try {
            answer(connected);
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private synchronized void write(Message message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(message.framed());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private CompletableFuture<Long> ask() throws IOException {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        asked.add(answer);
        write(Message.request(Message.ALIVE_CHECK));
        return answer;
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            while (true) {
                int length = in.readInt();
                if (length < 4 || length > Message.LONGEST_REPLY) {
                    throw new IOException("what answers is no master of OpenSSH");
                }
                took(new Message.Reply(in.readNBytes(length)));
            }
        } catch (IOException ended) {
            end("OpenSSH's master ended");
        }
    }

    private void took(Message.Reply reply) throws IOException {
        CompletableFuture<Long> answer = reply.type() == Message.ALIVE ? asked.poll() : null;
        if (answer != null) {
            reply.number();
            answer.complete(Integer.toUnsignedLong(reply.number()));
        }
    }

    private static long answer(CompletableFuture<Long> answer) throws IOException {
        try {
            return answer.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            throw new DeadlineException("the master does not answer");
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The master's process. */
    long process() {
        return process;
    }

    /** Asks the master. What ended because it did finds out here, also where the news has not come yet. */
    boolean answers() {
        if (ended()) {
            return false;
        }
        try {
            return answer(ask()) == process;
        } catch (IOException dead) {
            return false;
        }
    }

    /** Ends it, unless it is over already. */
    void end(String why) {
        if (reason.compareAndSet(null, why)) {
            asked.forEach(waiting -> waiting.completeExceptionally(new IOException(why)));
            Thread.ofVirtual().name("mux-gone").start(() -> gone.complete(why));
        }
    }

    boolean ended() {
        return reason.get() != null;
    }

    /** Why it is over, as the failure of something that needed it. */
    IOException lost(@Nullable Throwable cause) {
        return new IOException(why(), cause);
    }

    String why() {
        String why = reason.get();
        return why == null ? "OpenSSH's master does not answer" : why;
    }

    CompletableFuture<String> gone() {
        return gone;
    }

    /** Something came from the host. */
    void hear() {
        heard = System.nanoTime();
    }

    /** When something last came from the host, in {@link System#nanoTime}. */
    long heard() {
        return heard;
    }

    @Override
    public void close() {
        Sockets.close(channel);
    }
}
