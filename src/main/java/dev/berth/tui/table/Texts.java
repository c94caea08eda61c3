package dev.berth.tui.table;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.List;

/** The pages that are text rather than rows. */
public final class Texts {
    private Texts() {}

    /** The lines of a page, wrapped to its width; none for a list. */
    public static List<Line> lines(Model model, Page page, int width) {
        return switch (page) {
            case Page.Table table -> List.of();
            case Page.Details details -> Details.lines(model, details, width);
            case Page.Output output -> OutputText.lines(model, output, width);
            case Page.Log log -> LogText.lines(model, log, width);
        };
    }
}
