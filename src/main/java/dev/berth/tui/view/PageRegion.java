package dev.berth.tui.view;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Section;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Sort;
import dev.berth.tui.table.Layout;
import dev.berth.tui.table.Row;
import dev.berth.tui.table.Sections;
import dev.berth.tui.table.Status;
import dev.berth.tui.table.Tables;
import dev.berth.tui.table.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page in its frame: where one is above, how far down below. */
final class PageRegion {
    private PageRegion() {}

    static void draw(Model model, Canvas canvas, Layout layout) {
        int top = canvas.height();
        if (layout.framed()) {
            Borders.draw(canvas, model.glyphs(), Style.BORDER);
        } else {
            canvas.text(0, 0, model.glyphs().of(Glyph.HORIZONTAL).repeat(canvas.width()), Style.BORDER);
        }
        title(model, canvas);
        Canvas body = layout.framed()
                ? canvas.region(2, 1, canvas.width() - 4, top - 2)
                : canvas.region(0, 1, canvas.width(), top - 1);
        switch (model.page()) {
            case Page.Table table -> TableRegion.draw(model, table, body, layout);
            case Page.Details details -> TextRegion.draw(model, details, body);
            case Page.Log log -> TextRegion.draw(model, log, body);
            case Page.Output output -> TextRegion.draw(model, output, body);
        }
        if (layout.framed()) {
            position(model, canvas);
        }
    }

    private static void title(Model model, Canvas canvas) {
        Page.Table table = model.page().table();
        String arrow = " " + model.glyphs().of(Glyph.POINTER) + " ";
        int x = canvas.text(1, 0, " ", Style.BORDER);
        String before = "";
        for (String crumb : crumbs(model)) {
            x = canvas.text(x, 0, before, Style.DIM);
            x = canvas.text(x, 0, crumb, Style.TITLE);
            before = arrow;
        }
        x = canvas.text(x, 0, counts(model, table), Style.DIM);
        HostSnapshot host = table.host() == null ? null : model.facts().host(table.host());
        if (host != null && host.state() != HostState.UP) {
            Status status = Status.of(host.state());
            x = canvas.text(x, 0, model.glyphs().of(status.glyph()) + " " + status.word() + " ", status.style());
        }
        right(canvas, x + 1, String.join(", ", notes(model, table, host)));
    }

    private static List<String> crumbs(Model model) {
        Page.Table table = model.page().table();
        List<String> crumbs = new ArrayList<>();
        if (table.host() != null) {
            crumbs.add(table.host());
        }
        crumbs.add(table.view().title());
        if (model.page() instanceof Page.Details details) {
            Row row = Tables.selected(model, details);
            crumbs.add(row == null ? "gone" : row.subject().name());
        }
        if (model.page() instanceof Page.Output output) {
            crumbs.add(output.title());
        }
        if (model.page() instanceof Page.Log log) {
            crumbs.add(log.name());
            crumbs.add(
                    log.part().since().isEmpty()
                            ? "Log"
                            : "Log since " + log.part().since());
        }
        return crumbs;
    }

    private static String counts(Model model, Page.Table table) {
        if (!(model.page() instanceof Page.Table)) {
            return " ";
        }
        long shown = count(Tables.rows(model, table));
        long all = count(Tables.all(model, table));
        String filter = Tables.filter(model.navigation(), table);
        int marked = model.navigation().marks().size();
        if (marked > 0) {
            return " [" + all + ", " + marked + " marked] ";
        }
        return filter.isBlank() ? " [" + all + "] " : " [" + shown + " of " + all + "] /" + filter.strip() + " ";
    }

    /** Without what a host said in place of its items. */
    private static long count(List<Row> rows) {
        return rows.stream().filter(row -> !row.isTrouble()).count();
    }

    private static List<String> notes(Model model, Page.Table table, @Nullable HostSnapshot host) {
        List<String> notes = new ArrayList<>();
        Sort sort = model.navigation().sort(table.view());
        if (sort != null && !sort.column().isEmpty() && model.page() instanceof Page.Table) {
            notes.add("by " + sort.column() + model.glyphs().of(sort.descending() ? Glyph.SORT_DOWN : Glyph.SORT_UP));
        }
        Section<?> section = host == null ? null : Sections.of(host, table.view());
        if (host != null && section != null && section.at() != null && Sections.stale(model, host, section)) {
            notes.add("as of " + Words.since(section.at(), model.now().at()) + " ago");
        }
        if (table.host() == null && table.view().perHost()) {
            notes.add("all hosts");
        }
        return notes;
    }

    private static void right(Canvas canvas, int from, String text) {
        int x = canvas.width() - TextWidth.width(text) - 4;
        if (!text.isEmpty() && x > from) {
            canvas.text(x, 0, " " + text + " ", Style.DIM);
        }
    }

    private static void position(Model model, Canvas canvas) {
        if (!(model.page() instanceof Page.Table table)) {
            return;
        }
        List<Row> rows = Tables.rows(model, table);
        int cursor = Tables.cursor(model.navigation().state(), rows);
        if (cursor >= 0) {
            String text = " " + (cursor + 1) + "/" + rows.size() + " ";
            canvas.text(canvas.width() - text.length() - 2, canvas.height() - 1, text, Style.DIM);
        }
    }
}
