package dev.berth.tui.table;

import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.Read;
import java.util.List;

/** What a host told for its page, as a page of text. */
final class OutputText {
    private OutputText() {}

    static List<Line> lines(Model model, Page.Output page, int width) {
        Lines lines = new Lines(width);
        Read read = model.work().read();
        if (read == null || !read.page().equals(page)) {
            return lines.text("Waiting for the agent…", Style.DIM).list();
        }
        read.lines().forEach(line -> lines.text(line, Style.TEXT));
        if (read.problem() != null) {
            lines.text(read.problem().sentence(), Style.ERROR).text("r reads it again.", Style.DIM);
        } else if (read.lines().isEmpty()) {
            lines.text(read.waiting() ? "Waiting for " + page.host() + "…" : "Nothing was printed.", Style.DIM);
        }
        return lines.list();
    }
}
