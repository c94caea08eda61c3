package dev.berth.tui.table;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.PageState;
import dev.berth.tui.model.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of the terminal are shared out: header, line of views, the page in its frame, message line, hints.
 *
 * @param page the row on which the page begins
 * @param height rows of the page, its frame included
 * @param framed the page has a frame, and the line of views is shown
 */
public record Layout(int page, int height, boolean framed) {
    private static final int MESSAGE_AND_HINTS = 2;
    /** Below this many rows a list keeps all of them to itself. */
    private static final int LEAST_FOR_PEEK = 7;

    public static Layout of(Size size) {
        int top = size.flat() ? 1 : 2;
        return new Layout(top, Math.max(1, size.rows() - top - MESSAGE_AND_HINTS), !size.flat());
    }

    /** Rows of text that fit into the page. */
    public int lines() {
        return Math.max(1, height - (framed ? 2 : 1));
    }

    public static int width(Size size) {
        return Math.max(1, size.flat() ? size.columns() : size.columns() - 4);
    }

    /** Rows of a list without its head, where nothing is peeked at. */
    public int rows() {
        return Math.max(1, lines() - 1);
    }

    /** Rows of a list above what is peeked at. */
    public int rows(@Nullable Peek peek) {
        return rows() - peekHeight(peek);
    }

    /** Rows that the peek takes, its title included. */
    public int peekHeight(@Nullable Peek peek) {
        if (peek == null || rows() < LEAST_FOR_PEEK) {
            return 0;
        }
        return Math.min(peek.lines().size() + 1, Math.max(3, rows() / 3));
    }

    /**
     * Puts the cursor of the page on a row that is there, and the first row shown where the cursor is in sight. For a
     * text, keeps the first line within it.
     */
    public static Model settled(Model model) {
        Layout layout = of(model.size());
        PageState state = model.navigation().state();
        PageState settled = switch (model.page()) {
            case Page.Table table -> layout.settled(model, table, state);
            case Page.Details details -> layout.within(model, details, state);
            case Page.Log log -> layout.within(model, log, state);
            case Page.Output output -> layout.within(model, output, state);
        };
        return settled.equals(state) ? model : model.with(model.navigation().with(settled));
    }

    private PageState settled(Model model, Page.Table page, PageState state) {
        List<Row> rows = Tables.rows(model, page);
        int cursor = Tables.cursor(state, rows);
        if (cursor < 0) {
            return state.from(0);
        }
        Row row = rows.get(cursor);
        int shown = rows(Peek.of(model, page, row, width(model.size())));
        int top = Math.clamp(state.top(), Math.max(0, cursor - shown + 1), cursor);
        return state.on(row.id(), cursor).from(Math.min(top, Math.max(0, rows.size() - shown)));
    }

    private PageState within(Model model, Page page, PageState state) {
        int all = Texts.lines(model, page, width(model.size())).size();
        return state.from(Math.clamp(state.top(), 0, Math.max(0, all - lines())));
    }
}
