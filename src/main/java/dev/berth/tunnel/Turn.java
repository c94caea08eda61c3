package dev.berth.tunnel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection's place among those that a port took. Hosts are asked for their far ends in the order they came, as with
 * {@code ssh -L}: a service that is given several at once may tell their parts by it, as iperf3 does with the two of
 * {@code --bidir}, which otherwise wait for each other for ever.
 */
final class Turn {
    /** One that finds no way holds up the others no longer than this. */
    private static final long PATIENCE_MILLIS = 50;
    /** The host's answer may take long; that it was asked shows only by time. */
    private static final long ASKED_MILLIS = 2;

    private final CountDownLatch asking = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private @Nullable Turn before;

    private Turn(@Nullable Turn before) {
        this.before = before;
    }

    /** One that nobody goes before. */
    static Turn first() {
        return new Turn(null);
    }

    Turn next() {
        return new Turn(this);
    }

    /** Waits for those before it; the host is asked then. Called by the connection's own thread, more than once perhaps. */
    void take() {
        Turn earlier = before;
        before = null;
        try {
            if (earlier != null && earlier.asking.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                earlier.answered.await(ASKED_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            asking.countDown();
        }
    }

    /** The host has answered, or is not asked at all. */
    void done() {
        asking.countDown();
        answered.countDown();
    }
}
