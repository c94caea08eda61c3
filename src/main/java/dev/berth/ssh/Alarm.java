package dev.berth.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A time limit for what has none of its own: closes it when the time is over. */
final class Alarm implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean rang;

    Alarm(Duration limit, Closeable closed) {
        Thread.ofVirtual().name("ssh-alarm").start(() -> watch(limit, closed));
    }

    private void watch(Duration limit, Closeable closed) {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                rang = true;
                closed.close();
            }
        } catch (IOException | InterruptedException gone) {
            // it is over either way
        }
    }

    /** The time was over. */
    boolean rang() {
        return rang;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
