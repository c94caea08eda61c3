package dev.berth.link;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Starts children of this process apart from the moments at which a port is given back. Java's sockets are not
 * close-on-exec: until a child has become its program it holds a copy of each, and a listener that is closed meanwhile
 * goes on listening in the child, so that its port looks taken.
 */
public final class ChildStart {
    private static final ReadWriteLock STARTING = new ReentrantReadWriteLock(true);

    private ChildStart() {}

    /** Starts a child; returns when it has become its program, with none of our sockets. */
    public static Process start(ProcessBuilder builder) throws IOException {
        return holding(STARTING.readLock(), builder::start);
    }

    /** Runs something short, like closing a listener, while no child is being started. */
    public static <T, E extends Exception> T apart(Step<T, E> step) throws E {
        return holding(STARTING.writeLock(), step);
    }

    public static void apart(Runnable step) {
        apart(() -> {
            step.run();
            return true;
        });
    }

    /** Something that can fail. */
    @FunctionalInterface
    public interface Step<T, E extends Exception> {
        T run() throws E;
    }

    private static <T, E extends Exception> T holding(Lock lock, Step<T, E> step) throws E {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }
}
