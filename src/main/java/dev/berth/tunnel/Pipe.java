package dev.berth.tunnel;

import dev.berth.link.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;

/** A client and its stream to the far end: bytes go both ways, and each way ends apart from the other. */
final class Pipe {
    private static final int BUFFER = 64 * 1024;

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
        Thread up = Thread.ofVirtual().name("tunnel-up").start(this::up);
        down();
        try {
            up.join();
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
            carryDown(far.input(), client.socket().getOutputStream());
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

    private void carryDown(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n; (n = from.read(buffer)) >= 0; ) {
            answered = true;
            observer.cameIn(n);
            to.write(buffer, 0, n);
        }
    }

    private void up() {
        try {
            InputStream from = client.socket().getInputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n; (n = take(from, buffer)) >= 0; ) {
                far.output().write(buffer, 0, n);
                observer.wentOut(n);
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
