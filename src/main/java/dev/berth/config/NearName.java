package dev.berth.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The name that a misspelt one was probably meant to be. */
final class NearName {
    /** Insertions, deletions and replacements that still count as a slip of the finger. */
    private static final int MOST_EDITS = 3;

    private NearName() {}

    /** Null where no name is near. */
    static @Nullable String of(String written, Collection<String> names) {
        String nearest = null;
        int least = Math.min(MOST_EDITS, written.length() / 2) + 1;
        for (String name : names) {
            int edits = edits(written, name);
            if (edits < least) {
                least = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance, row by row. */
    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
