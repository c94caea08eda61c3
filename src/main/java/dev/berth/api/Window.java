package dev.berth.api;

import org.jspecify.annotations.Nullable;

/** Passes on the size of a person's terminal as it changes, to the one who follows it. Safe for use by several threads. */
public final class Window {
    /** Takes a new size. Called by whoever tells of it, one at a time. */
    @FunctionalInterface
    public interface Follower {
        void resized(int columns, int rows);
    }

    private record Size(int columns, int rows) {}

    private @Nullable Size newest;
    private @Nullable Follower follower;

    public synchronized void resize(int columns, int rows) {
        newest = new Size(columns, rows);
        if (follower != null) {
            follower.resized(columns, rows);
        }
    }

    /** Follows from now on, and is told at once of a size that nobody has heard of yet. */
    public synchronized void follow(Follower next) {
        follower = next;
        if (newest != null) {
            next.resized(newest.columns, newest.rows);
        }
    }
}
