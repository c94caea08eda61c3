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

    /**
     * Holds each word of the filter somewhere; a word with {@code !} before it nowhere. {@code host:gpu1} looks into the
     * column of that name alone, where there is one.
     */
    boolean matches(List<String> words, List<Column> columns) {
        for (String word : words) {
            boolean inverse = word.startsWith("!");
            String wanted = inverse ? word.substring(1) : word;
            if (!wanted.isEmpty() && holds(wanted, columns) == inverse) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(String wanted, List<Column> columns) {
        int colon = wanted.indexOf(':');
        String column = colon > 0 ? wanted.substring(0, colon) : "";
        if (subject instanceof Subject.OfTrouble it && !column.isEmpty()) {
            return column.equals("host") && it.host().toLowerCase(Locale.ROOT).contains(wanted.substring(colon + 1));
        }
        if (!column.isEmpty() && columns.stream().anyMatch(each -> named(each, column))) {
            return text(columns, column).contains(wanted.substring(colon + 1));
        }
        return text(columns, "").contains(wanted);
    }

    /** In lower case, a line a cell. */
    private String text(List<Column> columns, String column) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (column.isEmpty() || named(columns.get(i), column)) {
                text.append(cells.get(i).text()).append('\n');
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /** Status is a state's sentence or word; whether a GPU is free is told by its own column. */
    private static boolean named(Column column, String word) {
        String id = column.id().toLowerCase(Locale.ROOT);
        return id.equals(word)
                || word.equals("status") && id.equals("state")
                || word.equals("gpu") && (id.equals("free") || id.equals("gpus"));
    }
}
