package dev.berth.api;

import org.jspecify.annotations.Nullable;

/** What can be done to a container. One that is as it is wanted to be already is no failure, as with docker. */
public sealed interface ContainerChange {
    record Start() implements ContainerChange {}

    /** @param seconds how long it may take to end before it is killed; null as it was made */
    record Stop(@Nullable Integer seconds) implements ContainerChange {}

    /** Stops it, as {@link Stop} does, and starts it again. */
    record Restart(@Nullable Integer seconds) implements ContainerChange {}

    /** @param signal null is KILL */
    record Kill(@Nullable String signal) implements ContainerChange {}

    record Pause() implements ContainerChange {}

    record Unpause() implements ContainerChange {}

    record Rename(String name) implements ContainerChange {
        /** What Docker allows. */
        public static final String RULE =
                "A container's name has two or more letters, digits, _ . or -, and begins with a letter or digit.";

        public static boolean isName(String text) {
            return text.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
        }
    }

    /**
     * @param force kill it where it runs
     * @param volumes its anonymous volumes, too
     */
    record Remove(boolean force, boolean volumes) implements ContainerChange {}
}
