package dev.berth.tunnel;

import dev.berth.link.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private final SocketChannel client;
    private final ByteStream far;
    private final Observer observer;
    private volatile boolean clientFinished;
    private boolean answered;

    Pipe(SocketChannel client, ByteStream far, Observer observer) {
        this.client = client;
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
        Sockets.close(client);
        Sockets.close(far);
    }

    /** Breaks both off; may come from any thread. */
    void reset() {
        Sockets.reset(client);
        Sockets.close(far);
    }

    private void down() {
        try {
            far.input().transferTo(new ToClient(client.socket().getOutputStream()));
            ended();
            if (far.inputFinished()) {
                client.shutdownOutput();
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
    private final class ToClient extends OutputStream {
        private final OutputStream to;

        ToClient(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int from, int length) throws IOException {
            answered = true;
            observer.cameIn(length);
            to.write(data, from, length);
        }
    }

    private void up() {
        try {
            InputStream from = client.socket().getInputStream();
            byte[] buffer = new byte[FIRST_BUFFER];
            for (int n; (n = take(from, buffer)) >= 0; ) {
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

    private int take(InputStream from, byte[] buffer) throws IOException {
        try {
            int n = from.read(buffer);
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
            InputStream rest = client.socket().getInputStream();
            int n;
            do {
                n = rest.read(buffer);
            } while (n >= 0);
        } catch (IOException closed) {
            // the client went first
        }
    }
}
