package dev.berth.tui.table;

import java.util.List;
import java.util.Locale;

/**
 * A row of a list.
 *
 * @param cells one for each column of the list
 * @param stale what it says is old
 */
public record Row(Subject subject, List<Cell> cells, boolean stale) {
    public Row {
        cells = List.copyOf(cells);
    }

    public String id() {
        return subject.id();
    }

    /** Its first cell goes over all columns. */
    public boolean isTrouble() {
        return subject instanceof Subject.OfTrouble;
    }

    /** Holds each word of the filter somewhere; a word with {@code !} before it nowhere. */
    boolean matches(List<String> words) {
        StringBuilder all = new StringBuilder();
        for (Cell cell : cells) {
            all.append(cell.text()).append('\n');
        }
        String text = all.toString().toLowerCase(Locale.ROOT);
        for (String word : words) {
            boolean inverse = word.startsWith("!");
            if (text.contains(inverse ? word.substring(1) : word) == inverse && word.length() > (inverse ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }
}
