package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.table.Line;
import dev.berth.tui.table.Tables;
import dev.berth.tui.table.Texts;
import java.util.List;
import java.util.Locale;

/** A page of text, with a mark where more of it lies below. */
final class TextRegion {
    private TextRegion() {}

    static void draw(Model model, Page page, Canvas canvas) {
        List<Line> lines = Texts.lines(model, page, canvas.width());
        int top = model.navigation().state(page).top();
        String wanted = Tables.filter(model.navigation(), page).toLowerCase(Locale.ROOT);
        for (int y = 0; y < canvas.height() && top + y < lines.size(); y++) {
            Line line = lines.get(top + y);
            if (page instanceof Page.Log || page instanceof Page.Output) {
                canvas.text(0, y, TextWidth.cut(line.text(), canvas.width()), line.style());
            } else {
                draw(canvas, y, line);
            }
            if (!wanted.isBlank() && line.holds(wanted)) {
                canvas.restyle(0, y, canvas.width(), Style.MARKED);
            }
        }
        if (top + canvas.height() < lines.size()) {
            canvas.text(canvas.width() - 1, canvas.height() - 1, model.glyphs().of(Glyph.SORT_DOWN), Style.DIM);
        }
    }

    /** Labels have a column of their own; lines without any begin at the left unless they go on from one. */
    static void draw(Canvas canvas, int y, Line line) {
        boolean heading = line.style() == Style.TITLE || (line.label().isEmpty() && line.style() == Style.DIM);
        canvas.text(0, y, line.label(), Style.ACCENT);
        canvas.text(heading ? 0 : Line.LABEL_WIDTH, y, line.text(), line.style());
    }
}
