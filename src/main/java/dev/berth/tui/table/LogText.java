package dev.berth.tui.table;

import dev.berth.tui.draw.Style;
import dev.berth.tui.model.Followed;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.ArrayList;
import java.util.List;

/** A container's log as a page of text: long lines are wrapped, and the last line says whether more may come. */
public final class LogText {
    private LogText() {}

    static List<Line> lines(Model model, Page.Log page, int width) {
        Followed log = model.work().log();
        return log == null || !log.page().equals(page)
                ? List.of(new Line("", "Waiting for the agent…", Style.DIM))
                : lines(log, width);
    }

    public static List<Line> lines(Followed log, int width) {
        Lines lines = new Lines(width);
        Page.Log page = log.page();
        if (log.dropped()) {
            lines.text("Older lines: berth logs " + page.host() + " " + page.name(), Style.DIM);
        }
        log.lines().forEach(line -> lines.text(line, Style.TEXT));
        if (log.problem() != null) {
            lines.text(log.problem().sentence(), Style.ERROR).text("r reads it again.", Style.DIM);
        } else if (log.over()) {
            lines.text("The log ends here. r reads it again.", Style.DIM);
        } else if (log.lines().isEmpty()) {
            lines.text("Nothing yet; what " + page.name() + " writes is shown here.", Style.DIM);
        }
        return lines.list();
    }

    /** How many lines of the page these lines of the log take. */
    public static int height(List<String> log, int width) {
        List<String> wrapped = new ArrayList<>();
        log.forEach(line -> wrapped.addAll(Wrap.lines(line, width)));
        return wrapped.size();
    }
}
