package dev.berth.tunnel;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that carry connections. The system wakes a thread of its own at once, a virtual one by way of two others,
 * which more than doubles a round trip; so the first connections get threads of the system, and the many that come on top
 * get virtual ones, which cost next to no memory.
 */
final class PipeThreads {
    /** Two for a connection. */
    private static final int OF_THE_SYSTEM = 64;

    private static final long KEPT_SECONDS = 10;
    /** What carries bytes calls nothing deep. */
    private static final long STACK = 256 << 10;

    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            0,
            OF_THE_SYSTEM,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("tunnel").daemon().stackSize(STACK).factory(),
            (work, full) -> Thread.ofVirtual().name("tunnel").start(work));

    private PipeThreads() {}

    /** Runs it on a thread of its own. */
    static void run(Runnable work) {
        POOL.execute(work);
    }
}
