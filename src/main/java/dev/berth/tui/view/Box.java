package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Glyphs;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.table.Wrap;
import java.util.ArrayList;
import java.util.List;

/** A dialog's box, put together row by row and drawn in the middle; where it is too high, the part around its focus. */
final class Box {
    /** Draws one row of the box. */
    interface Paint {
        void on(Canvas row);
    }

    private static final int MARGIN = 2;
    private static final int PADDING = 2;

    private final String title;
    private final int width;
    private final List<Paint> rows = new ArrayList<>();
    private final List<Paint> foot = new ArrayList<>();
    private int focus;
    private int up;

    private Box(String title, int width) {
        this.title = title;
        this.width = width;
    }

    /** A box at most {@code wanted} columns wide. */
    static Box titled(String title, int wanted, Canvas canvas) {
        return new Box(title, Math.min(Math.max(wanted, TextWidth.width(title) + 8), canvas.width() - MARGIN));
    }

    /** Columns that a row has for text. */
    int inner() {
        return Math.max(1, width - 2 - 2 * PADDING);
    }

    Box row(Paint paint) {
        rows.add(paint);
        return this;
    }

    Box blank() {
        return row(row -> {});
    }

    Box text(String text, Style style) {
        for (String line : Wrap.lines(text, inner())) {
            row(row -> row.text(0, 0, line, style));
        }
        return this;
    }

    /** A label and its text, which goes on below itself. */
    Box field(String label, String text, int labelWidth, Style style) {
        boolean first = true;
        for (String line : Wrap.lines(text, inner() - labelWidth)) {
            String before = first ? label : "";
            row(row -> {
                row.text(0, 0, before, Style.DIM);
                row.text(labelWidth, 0, line, style);
            });
            first = false;
        }
        return this;
    }

    /** The next row to be added is the one that must be in sight. */
    Box focusHere() {
        focus = rows.size();
        return this;
    }

    /** Shows rows so far above the focus. */
    Box scrolled(int rows) {
        up = rows;
        return this;
    }

    Box foot(Paint paint) {
        foot.add(paint);
        return this;
    }

    /** Keys and what they do, in turn, as the last row. */
    Box hints(String... keysAndLabels) {
        return foot(row -> {
            int x = 0;
            for (int i = 0; i + 1 < keysAndLabels.length; i += 2) {
                x = Hints.draw(row, x, keysAndLabels[i], keysAndLabels[i + 1]);
            }
        });
    }

    void draw(Canvas canvas, Glyphs glyphs) {
        draw(canvas, glyphs, Style.BORDER_FOCUSED);
    }

    void draw(Canvas canvas, Glyphs glyphs, Style border) {
        int blank = foot.isEmpty() || rows.size() + foot.size() + 3 > canvas.height() ? 0 : 1;
        int body = Math.clamp((long) canvas.height() - 2 - foot.size() - blank, 1, Math.max(1, rows.size()));
        int height = body + foot.size() + blank + 2;
        Canvas box =
                canvas.region((canvas.width() - width) / 2, Math.max(0, (canvas.height() - height) / 2), width, height);
        box.fill(0, 0, width, height, Style.DIALOG);
        Borders.draw(box, glyphs, border);
        box.text(2, 0, " " + TextWidth.cut(title, width - 6) + " ", Style.DIALOG_TITLE);
        rows(box, body, glyphs, border);
        for (int i = 0; i < foot.size(); i++) {
            foot.get(i).on(box.region(1 + PADDING, height - 1 - foot.size() + i, inner(), 1));
        }
    }

    private void rows(Canvas box, int body, Glyphs glyphs, Style border) {
        int least = Math.clamp((long) focus - body / 2, 0, Math.max(0, rows.size() - body));
        int top = Math.max(0, least - up);
        for (int y = 0; y < body && top + y < rows.size(); y++) {
            rows.get(top + y).on(box.region(1 + PADDING, 1 + y, inner(), 1));
        }
        // nothing else tells that there is more than fits
        if (top > 0) {
            box.text(width - 1, 1, glyphs.of(Glyph.SORT_UP), border);
        }
        if (top + body < rows.size()) {
            box.text(width - 1, body, glyphs.of(Glyph.SORT_DOWN), border);
        }
    }
}
