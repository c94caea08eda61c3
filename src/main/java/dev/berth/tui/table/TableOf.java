package dev.berth.tui.table;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.List;

/** One list: which columns it has, and its rows in their natural order. */
interface TableOf {
    List<Column> columns();

    List<Row> rows(Model model, Page.Table page);
}
