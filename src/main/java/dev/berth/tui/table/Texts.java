package dev.berth.tui.table;

import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import java.util.List;

/** The pages that are text rather than rows. */
public final class Texts {
    private Texts() {}

    /** Wider than any line: none is wrapped. */
    private static final int ENDLESS = 1_000_000;

    /** The lines of a page, wrapped to its width unless they are to be cut; none for a list. */
    public static List<Line> lines(Model model, Page page, int room) {
        int width = width(model, page, room);
        return switch (page) {
            case Page.Table table -> List.of();
            case Page.Details details -> Details.lines(model, details, width);
            case Page.Output output -> OutputText.lines(model, output, width);
            case Page.Log log -> LogText.lines(model, log, width);
        };
    }

    /** Columns after which a line goes on below itself. */
    public static int width(Model model, Page page, int room) {
        boolean wraps = page instanceof Page.Details || !model.navigation().cut();
        return wraps ? room : ENDLESS;
    }
}
