package dev.berth.tui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What fills the screen. Pages lie on a stack whose root is the fleet. */
public sealed interface Page {
    /**
     * A list.
     *
     * @param host the host it is of; null for all
     */
    record Table(View view, @Nullable String host) implements Page {}

    /**
     * All that is known of one row of a list.
     *
     * @param row its identity
     */
    record Details(Table of, String row) implements Page {}

    /**
     * The log of a container.
     *
     * @param row the container's identity in its list
     * @param container its id
     * @param part what of it was asked for
     */
    record Log(Table of, String row, String host, String container, String name, Part part) implements Page {}

    /**
     * What of a log is shown.
     *
     * @param since as a person typed it; empty: all that the engine has
     * @param tail so many of its last lines at most
     * @param times each line begins with its time
     */
    record Part(String since, int tail, boolean times) {
        public static final Part NEWEST = new Part("", Followed.MOST_LINES, false);
    }

    /**
     * What the host tells when it is asked for this page.
     *
     * @param row the identity in its list of what it is about
     * @param live read again and again while it is shown
     */
    record Output(Table of, String row, String host, String title, Source source, boolean live) implements Page {}

    /** What is asked for an {@link Output}. */
    sealed interface Source {
        /** @param words docker's own, from its command on */
        record Docker(List<String> words) implements Source {
            public Docker {
                words = List.copyOf(words);
            }
        }

        /** The last lines of a Jupyter server's log. */
        record JupyterLog(@Nullable String container, int port) implements Source {}

        /** The prerequisites of the host. */
        record Doctor() implements Source {}
    }

    /** The list that this page is or belongs to. */
    default Table table() {
        return switch (this) {
            case Table table -> table;
            case Details details -> details.of();
            case Log log -> log.of();
            case Output output -> output.of();
        };
    }
}
