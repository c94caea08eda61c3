package dev.berth.tui.table;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.Navigation;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.PageState;
import dev.berth.tui.model.Sort;
import dev.berth.tui.model.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lists by view, filtered and sorted as the person wants them. */
public final class Tables {
    private Tables() {}

    public static List<Column> columns(View view) {
        return of(view).columns();
    }

    /** The rows as they are shown. */
    public static List<Row> rows(Model model, Page.Table page) {
        List<Row> rows = new ArrayList<>(all(model, page));
        String filter = filter(model.navigation(), page);
        if (!filter.isBlank()) {
            List<String> words =
                    Arrays.asList(filter.strip().toLowerCase(Locale.ROOT).split(" +", -1));
            List<Column> columns = columns(page.view());
            rows.removeIf(row -> !row.matches(words, columns));
        }
        Comparator<Row> order = order(model.navigation().sort(page.view()), page.view());
        if (order != null) {
            rows.sort(order);
        }
        return rows;
    }

    /** The rows before any filter. */
    public static List<Row> all(Model model, Page.Table page) {
        return of(page.view()).rows(model, page);
    }

    /** The filter in force; while it is typed, as far as it is typed. */
    public static String filter(Navigation navigation, Page page) {
        return navigation.filtering() != null && page.equals(navigation.page())
                ? navigation.filtering().text()
                : navigation.state(page).filter();
    }

    /** Where the cursor is: on its row, or where that was. -1 on an empty list. */
    public static int cursor(PageState state, List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id().equals(state.row())) {
                return i;
            }
        }
        return Math.min(state.index(), rows.size() - 1);
    }

    /** The row that actions of this page act on; null where there is none. */
    public static @Nullable Row selected(Model model, Page page) {
        return switch (page) {
            case Page.Table table -> {
                List<Row> rows = rows(model, table);
                int cursor = cursor(model.navigation().state(page), rows);
                yield cursor < 0 ? null : rows.get(cursor);
            }
            case Page.Details details -> find(model, details.of(), details.row());
            case Page.Log log -> find(model, log.of(), log.row());
            case Page.Output output -> find(model, output.of(), output.row());
        };
    }

    private static @Nullable Row find(Model model, Page.Table list, String id) {
        for (Row row : all(model, list)) {
            if (row.id().equals(id)) {
                return row;
            }
        }
        return null;
    }

    private static @Nullable Comparator<Row> order(@Nullable Sort sort, View view) {
        int index = sort == null ? -1 : index(sort.column(), view);
        if (sort == null || index < 0) {
            return null;
        }
        Comparator<Row> order =
                (one, other) -> one.cells().get(index).compareTo(other.cells().get(index));
        return sort.descending() ? order.reversed() : order;
    }

    private static int index(String column, View view) {
        List<Column> columns = columns(view);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    private static TableOf of(View view) {
        return switch (view) {
            case FLEET -> FleetTable.TABLE;
            case CONTAINERS -> ContainerTable.TABLE;
            case GPUS -> GpuTable.TABLE;
            case SERVERS -> ServerTable.TABLE;
            case TUNNELS -> TunnelTable.TABLE;
            case IMAGES -> ImageTable.TABLE;
            case VOLUMES -> VolumeTable.TABLE;
            case MESSAGES -> MessageTable.TABLE;
            case COMMANDS -> CommandTable.TABLE;
        };
    }
}
