package dev.berth.tui.view;

import dev.berth.tui.action.Browsing;
import dev.berth.tui.action.Help;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Glyph;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Line;
import java.util.List;

/** The box of each dialog. */
final class DialogBoxes {
    private static final int MESSAGE_WIDTH = 68;

    private DialogBoxes() {}

    static void draw(Model model, Dialog dialog, Canvas canvas) {
        switch (dialog) {
            case Dialog.Confirm confirm -> confirm(model, confirm, canvas);
            case Dialog.Form form -> FormBox.draw(model, form, canvas);
            case Dialog.Menu menu -> MenuBox.menu(model, menu, canvas);
            case Dialog.Ports ports -> PortsBox.draw(model, ports, canvas);
            case Dialog.Palette palette -> MenuBox.palette(model, palette, canvas);
            case Dialog.Help help -> help(model, help, canvas);
            case Dialog.Progress progress -> JobBox.draw(model, progress.tag(), canvas);
            case Dialog.Address address -> address(model, address, canvas);
            case Dialog.Trouble trouble -> trouble(model, trouble, canvas);
        }
    }

    private static void confirm(Model model, Dialog.Confirm confirm, Canvas canvas) {
        Box box = Box.titled(confirm.title(), MESSAGE_WIDTH, canvas);
        for (String line : confirm.lines()) {
            box.text(line, Style.TEXT);
        }
        box.foot(row -> {
            int x = 0;
            for (int i = 0; i < confirm.buttons().size(); i++) {
                Dialog.Button button = confirm.buttons().get(i);
                x = Buttons.draw(
                        row,
                        x,
                        button.label(),
                        Character.toString(button.key()),
                        i == confirm.focus(),
                        button.danger());
            }
        });
        box.draw(canvas, model.glyphs());
    }

    private static void help(Model model, Dialog.Help help, Canvas canvas) {
        List<Line> lines = Help.lines(model);
        int room = Math.max(1, canvas.height() - 4);
        int top = Math.min(help.top(), Math.max(0, lines.size() - room));
        Box box = Box.titled("Keys of " + model.page().table().view().title(), Help.WIDTH, canvas);
        for (Line line : lines.subList(top, Math.min(lines.size(), top + room))) {
            box.row(row -> helpLine(row, line));
        }
        String more = top + room < lines.size() ? "more" : "end";
        box.hints("j k", "scroll, " + more, "Esc", "close").draw(canvas, model.glyphs());
    }

    private static void helpLine(Canvas row, Line line) {
        if (line.style() == Style.TITLE) {
            row.text(0, 0, line.text(), Style.TITLE);
            return;
        }
        row.text(1, 0, line.label(), Style.KEY);
        row.text(Line.LABEL_WIDTH + 1, 0, TextWidth.cut(line.text(), row.width() - Line.LABEL_WIDTH - 1), line.style());
    }

    private static void address(Model model, Dialog.Address address, Canvas canvas) {
        Box box = Box.titled(address.title(), MESSAGE_WIDTH + 8, canvas);
        for (String line : address.lines()) {
            box.text(line, Style.TEXT);
        }
        box.blank().text(Browsing.masked(address.url()), Style.ACCENT);
        box.hints("y", "copy with its token", "Esc", "close").draw(canvas, model.glyphs());
    }

    private static void trouble(Model model, Dialog.Trouble trouble, Canvas canvas) {
        Box box = Box.titled(trouble.title(), MESSAGE_WIDTH + 8, canvas);
        box.text(model.glyphs().of(Glyph.CROSS) + " " + trouble.problem().message(), Style.ERROR);
        if (trouble.problem().next() != null) {
            box.blank().text(trouble.problem().next(), Style.TEXT);
        }
        box.hints("y", "copy", "Esc", "close").draw(canvas, model.glyphs());
    }
}
