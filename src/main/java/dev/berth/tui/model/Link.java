package dev.berth.tui.model;

import dev.berth.api.Problem;
import dev.berth.api.Reply;

/** How this screen and the agent stand. */
public sealed interface Link {
    /** The first connection is being made. */
    record Connecting() implements Link {}

    record Up(Reply.Welcome welcome) implements Link {}

    /**
     * The agent ended or can't be reached.
     *
     * @param attempts how many times it was tried since
     * @param retryAt when the next try begins, in nanoseconds
     * @param trying it is being tried now
     */
    record Lost(Problem problem, int attempts, long retryAt, boolean trying) implements Link {
        /** The tries come 1, 2, 4 … seconds after each other, at last this far apart. */
        private static final int LONGEST_WAIT_SECONDS = 15;

        /** Lost now, after {@code attempts} tries to get it back. */
        public static Lost at(long now, Problem problem, int attempts) {
            long wait = attempts > 4 ? LONGEST_WAIT_SECONDS : Math.min(1L << attempts, LONGEST_WAIT_SECONDS);
            return new Lost(problem, attempts, now + wait * Now.SECOND, false);
        }

        public Lost again() {
            return new Lost(problem, attempts + 1, retryAt, true);
        }
    }

    default boolean isUp() {
        return this instanceof Up;
    }
}
