package dev.berth.tui.view;

import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Flash;
import dev.berth.tui.model.Intent;
import dev.berth.tui.model.Model;
import dev.berth.tui.model.Page;
import dev.berth.tui.model.TextInput;
import dev.berth.tui.table.Wrap;
import java.util.List;

/** The line above the hints: the filter while it is typed, else the flash, else what goes on. */
final class MessageRegion {
    /** A longer sentence is read whole among the messages. */
    private static final int MOST_LINES = 4;

    private MessageRegion() {}

    /** The canvas reaches from the top of the screen down to the line itself: a long flash grows upwards. */
    static void draw(Model model, Canvas canvas) {
        int y = canvas.height() - 1;
        TextInput filtering = model.navigation().filtering();
        if (filtering != null) {
            filter(model.page(), canvas, y, filtering);
        } else if (model.flash() != null) {
            flash(canvas, y, model.flash());
        } else {
            pending(model, canvas, y);
        }
    }

    private static void filter(Page page, Canvas canvas, int y, TextInput input) {
        int x = canvas.text(1, y, "/", Style.KEY);
        int caret = x + TextWidth.width(input.text().substring(0, input.caret()));
        int end = canvas.text(x, y, input.text(), input.whole() ? Style.SELECTED : Style.TEXT);
        String keys = page instanceof Page.Table
                ? "Enter keeps, Esc clears, !word excludes, " + example(page.table())
                : "Enter searches, then n and N, Esc clears";
        canvas.text(end + 2, y, input.whole() ? "type another, or → changes it, Esc clears" : keys, Style.DIM);
        canvas.cursor(Math.min(caret, canvas.width() - 1), y);
    }

    /** Of a word that looks into one column: not everybody reads the help first. */
    private static String example(Page.Table table) {
        return switch (table.view()) {
            case FLEET -> "status:up";
            case CONTAINERS -> "status:exited";
            case GPUS -> "gpu:free";
            case SERVERS, TUNNELS, IMAGES, VOLUMES, COMMANDS, MESSAGES -> "host:gpu1";
        };
    }

    private static void flash(Canvas canvas, int y, Flash flash) {
        List<String> lines = Wrap.lines(flash.text(), canvas.width() - 2);
        int shown = Math.min(lines.size(), MOST_LINES);
        canvas.fill(0, y - shown + 1, canvas.width(), shown, Style.TEXT);
        for (int i = 0; i < shown; i++) {
            String more = i == shown - 1 && shown < lines.size() ? "… (! shows all)" : "";
            String text = more.isEmpty() ? lines.get(i) : TextWidth.cut(lines.get(i), canvas.width() - 18) + more;
            canvas.text(1, y - shown + 1 + i, text, style(flash.tone()));
        }
    }

    private static void pending(Model model, Canvas canvas, int y) {
        Intent intent = model.work().newest();
        if (intent != null) {
            int others = model.work().pending().size() - 1;
            String spinner = model.glyphs().spinner(model.now().spin());
            String hidden = intent instanceof Intent.Start && model.dialogs().isEmpty() ? " (J shows it)" : "";
            canvas.text(
                    1, y, spinner + " " + intent.doing() + "…" + hidden + (others > 0 ? " and more" : ""), Style.BUSY);
        }
    }

    private static Style style(Flash.Tone tone) {
        return switch (tone) {
            case INFO -> Style.TEXT;
            case GOOD -> Style.OK;
            case WARN -> Style.WARN;
            case BAD -> Style.ERROR;
        };
    }
}
