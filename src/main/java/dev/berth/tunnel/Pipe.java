package dev.berth.tunnel;

import dev.berth.link.ByteStream;
import dev.berth.link.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/** A client and its stream to the far end: bytes go both ways, and each way ends apart from the other. */
final class Pipe {
    /** A thousand idle connections hold this much each; one that is full of data gets more. */
    private static final int FIRST_BUFFER = 2 << 10;

    private static final int LARGEST_BUFFER = 64 << 10;

    /** Told what passes, by the threads that carry it. */
    interface Observer {
        void cameIn(int bytes);

        void wentOut(int bytes);

        /** The far end left first and without a word. */
        void turnedAway();
    }

    private final ClientEnd client;
    private final ByteStream far;
    private final Observer observer;
    private volatile boolean clientFinished;
    private boolean answered;

    Pipe(SocketChannel client, ByteStream far, Observer observer) throws IOException {
        this.client = new ClientEnd(client);
        this.far = far;
        this.observer = observer;
    }

    /** Carries bytes until both ways have ended or either broke, and closes both ends then. */
    void run() {
        CountDownLatch downEnded = new CountDownLatch(1);
        PipeThreads.run(() -> {
            try {
                down();
            } catch (RuntimeException broken) {
                reset();
                throw broken;
            } finally {
                downEnded.countDown();
            }
        });
        // on this thread, since it is the client that speaks first, as a rule
        up();
        try {
            downEnded.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            reset();
        }
        client.close();
        Sockets.close(far);
    }

    /** Breaks both off; may come from any thread. */
    void reset() {
        client.reset();
        Sockets.close(far);
    }

    private void down() {
        try {
            far.input().transferTo(new ToClient());
            ended();
            if (far.inputFinished()) {
                client.finish();
            } else {
                reset();
            }
        } catch (IOException broken) {
            ended();
            reset();
        }
    }

    private void ended() {
        if (!answered && !clientFinished) {
            observer.turnedAway();
        }
    }

    /** Counts what goes by. */
    private final class ToClient extends Sink {
        @Override
        public void offer(ByteBuffer data) throws IOException {
            int taken = client.offer(data);
            if (taken > 0) {
                count(taken);
            }
        }

        @Override
        public void write(byte[] data, int from, int length) throws IOException {
            count(length);
            client.write(data, from, length);
        }

        private void count(int bytes) {
            answered = true;
            observer.cameIn(bytes);
        }
    }

    private void up() {
        try {
            byte[] buffer = new byte[FIRST_BUFFER];
            for (int n; (n = take(buffer)) >= 0; ) {
                far.output().write(buffer, 0, n);
                observer.wentOut(n);
                if (n == buffer.length && n < LARGEST_BUFFER) {
                    buffer = new byte[2 * n];
                }
            }
            far.output().close();
        } catch (IOException broken) {
            if (far.inputFinished()) {
                drain();
            } else {
                reset();
            }
        }
    }

    private int take(byte[] buffer) throws IOException {
        try {
            int n = client.read(buffer);
            clientFinished |= n < 0;
            return n;
        } catch (IOException broken) {
            clientFinished = true;
            throw broken;
        }
    }

    /**
     * The far end is done and takes no more, but its last words may still be on their way: closing a socket with unread
     * data in it would send RST, and drop them.
     */
    private void drain() {
        byte[] buffer = new byte[8192];
        try {
            int n;
            do {
                n = client.read(buffer);
            } while (n >= 0);
        } catch (IOException closed) {
            // the client went first
        }
    }
}
