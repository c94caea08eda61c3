package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.PageState;
import dev.berth.tui.table.Cell;
import dev.berth.tui.table.Column;
import dev.berth.tui.table.Empty;
import dev.berth.tui.table.Layout;
import dev.berth.tui.table.Line;
import dev.berth.tui.table.Peek;
import dev.berth.tui.table.Row;
import dev.berth.tui.table.Tables;
import dev.berth.tui.table.Widths;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list: its head, its rows, and below them what is peeked at. */
final class TableRegion {
    private final Model model;
    private final List<Column> columns;
    private final Widths widths;

    private TableRegion(Model model, Page.Table page, List<Row> rows, int width) {
        this.model = model;
        this.columns = Tables.columns(page.view());
        this.widths = Widths.of(page, rows, width);
    }

    static void draw(Model model, Page.Table page, Canvas canvas, Layout layout) {
        List<Row> rows = Tables.rows(model, page);
        if (rows.isEmpty()) {
            empty(model, page, canvas);
            return;
        }
        TableRegion region = new TableRegion(model, page, rows, canvas.width());
        PageState state = model.navigation().state(page);
        int cursor = Tables.cursor(state, rows);
        Peek peek = Peek.of(model, page, rows.get(cursor), canvas.width());
        int shown = layout.rows(peek);
        region.head(canvas);
        region.rows(canvas.region(0, 1, canvas.width(), shown), rows, state.top(), cursor);
        region.peek(canvas.region(0, 1 + shown, canvas.width(), layout.peekHeight(peek)), peek);
    }

    private static void empty(Model model, Page.Table page, Canvas canvas) {
        List<Line> lines = Empty.lines(model, page, Math.max(1, canvas.width() - 4));
        int y = Math.max(0, (canvas.height() - lines.size()) / 3);
        for (Line line : lines) {
            canvas.text(2, y++, line.text(), line.style());
        }
    }

    private void head(Canvas canvas) {
        int x = 0;
        for (int i = 0; i < columns.size(); i++) {
            int width = widths.columns().get(i);
            if (width > 0) {
                Column column = columns.get(i);
                String title = TextWidth.cut(column.title(), width);
                int indent = column.align() == Column.Align.RIGHT ? width - TextWidth.width(title) : 0;
                canvas.text(x + indent, 0, title, Style.HEADER);
                x += width + widths.gap();
            }
        }
    }

    private void rows(Canvas canvas, List<Row> rows, int top, int cursor) {
        for (int y = 0; y < canvas.height() && top + y < rows.size(); y++) {
            Row row = rows.get(top + y);
            row(canvas, y, row);
            if (row.stale()) {
                canvas.restyle(0, y, canvas.width(), Style.STALE);
            }
            if (model.navigation().marks().contains(row.id())) {
                canvas.restyle(0, y, canvas.width(), Style.MARKED);
            }
            if (top + y == cursor) {
                canvas.restyle(0, y, canvas.width(), Style.SELECTED);
            }
        }
    }

    private void row(Canvas canvas, int y, Row row) {
        if (row.isTrouble()) {
            Cell cell = row.cells().getFirst();
            canvas.text(0, y, TextWidth.cut(cell.text(), canvas.width()), cell.style());
            return;
        }
        int x = 0;
        for (int i = 0; i < columns.size(); i++) {
            int width = widths.columns().get(i);
            if (width > 0) {
                cell(canvas.region(x, y, width, 1), columns.get(i), row.cells().get(i));
                x += width + widths.gap();
            }
        }
    }

    private void cell(Canvas canvas, Column column, Cell cell) {
        if (cell.hasBar()) {
            Bars.draw(canvas, model.glyphs(), cell);
            return;
        }
        String text = TextWidth.cut(cell.text(), canvas.width());
        boolean right = column.align() == Column.Align.RIGHT;
        canvas.text(right ? canvas.width() - TextWidth.width(text) : 0, 0, text, cell.style());
    }

    private void peek(Canvas canvas, @Nullable Peek peek) {
        if (peek == null || canvas.height() == 0) {
            return;
        }
        canvas.text(0, 0, model.glyphs().of(Glyph.HORIZONTAL).repeat(canvas.width()), Style.BORDER);
        canvas.text(2, 0, " " + peek.title() + " ", Style.HEADER);
        int room = canvas.height() - 1;
        boolean more = peek.lines().size() > room;
        for (int y = 0; y < Math.min(room, peek.lines().size()); y++) {
            if (more && y == room - 1) {
                int rest = peek.lines().size() - y;
                canvas.text(0, y + 1, "and " + rest + " more; d shows all", Style.DIM);
            } else {
                line(canvas, y + 1, peek.lines().get(y));
            }
        }
    }

    private static void line(Canvas canvas, int y, Line line) {
        int x = line.label().isEmpty() ? 0 : 9;
        canvas.text(0, y, TextWidth.cut(line.label(), 8), Style.ACCENT);
        canvas.text(x, y, TextWidth.cut(line.text(), canvas.width() - x), line.style());
    }
}
