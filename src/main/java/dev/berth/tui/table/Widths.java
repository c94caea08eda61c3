package dev.berth.tui.table;

import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How wide each column of a list is.
 *
 * @param columns columns of the screen for each of the list; 0 for one that is not shown
 * @param gap between two of them
 */
public record Widths(List<Integer> columns, int gap) {
    private static final int GAP = 2;
    private static final int WIDEST_GAP = 4;

    public Widths {
        columns = List.copyOf(columns);
    }

    /**
     * Columns go, the least wanted first, until the rest can be as narrow as it may; then all grow alike to
     * what their texts need, so that only the longest are cut.
     */
    public static Widths of(Page.Table page, List<Row> rows, int width) {
        List<Column> all = Tables.columns(page.view());
        boolean[] shown = new boolean[all.size()];
        for (int i = 0; i < shown.length; i++) {
            // The frame's title names the one host already.
            shown[i] = page.host() == null || !all.get(i).id().equals("HOST");
        }
        int[] wanted = wanted(all, rows);
        for (int i = 0; i < shown.length; i++) {
            // most configurations are one file, and sizes are measured only when asked for
            boolean seldom = Set.of(FleetTable.GROUP, ContainerTable.SIZE)
                    .contains(all.get(i).id());
            shown[i] &= !seldom || any(rows, i);
        }
        while (least(all, shown, wanted) > width && drop(all, shown)) {
            // one column fewer
        }
        int[] widths = grown(all, shown, wanted, width);
        return new Widths(boxed(widths), gap(widths, width));
    }

    private static boolean any(List<Row> rows, int column) {
        return rows.stream().anyMatch(row -> !row.cells().get(column).text().isEmpty());
    }

    private static int[] wanted(List<Column> columns, List<Row> rows) {
        int[] wanted = new int[columns.size()];
        for (int i = 0; i < wanted.length; i++) {
            Column column = columns.get(i);
            int widest = TextWidth.width(column.title());
            for (Row row : rows) {
                if (row.isTrouble()) {
                    continue;
                }
                Cell cell = row.cells().get(i);
                widest = Math.max(widest, cell.hasBar() ? column.most() : TextWidth.width(cell.text()));
            }
            wanted[i] = Math.min(widest, column.most());
        }
        return wanted;
    }

    private static int least(List<Column> columns, boolean[] shown, int[] wanted) {
        int sum = -GAP;
        for (int i = 0; i < shown.length; i++) {
            sum += shown[i] ? narrowest(columns.get(i), wanted[i]) + GAP : 0;
        }
        return sum;
    }

    private static int narrowest(Column column, int wanted) {
        return Math.min(column.least(), wanted);
    }

    private static boolean drop(List<Column> columns, boolean[] shown) {
        int worst = -1;
        for (int i = 0; i < shown.length; i++) {
            int rank = columns.get(i).rank();
            worst = shown[i]
                            && rank > 0
                            && (worst < 0 || rank > columns.get(worst).rank())
                    ? i
                    : worst;
        }
        if (worst < 0) {
            return false;
        }
        shown[worst] = false;
        return true;
    }

    private static int[] grown(List<Column> columns, boolean[] shown, int[] wanted, int width) {
        int[] widths = new int[shown.length];
        int left = width - least(columns, shown, wanted);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            widths[i] = shown[i] ? narrowest(columns.get(i), wanted[i]) : 0;
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> columns.get(i).rank()));
        boolean any = true;
        while (left > 0 && any) {
            any = false;
            for (int i : order) {
                if (shown[i] && widths[i] < wanted[i] && left > 0) {
                    widths[i]++;
                    left--;
                    any = true;
                }
            }
        }
        return widths;
    }

    private static int gap(int[] widths, int width) {
        int used = 0;
        int count = 0;
        for (int each : widths) {
            used += each;
            count += each > 0 ? 1 : 0;
        }
        return count < 2 ? GAP : Math.clamp((width - used) / (count - 1), GAP, WIDEST_GAP);
    }

    private static List<Integer> boxed(int[] widths) {
        List<Integer> list = new ArrayList<>();
        for (int width : widths) {
            list.add(width);
        }
        return list;
    }
}
