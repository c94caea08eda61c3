package dev.berth.tui.view;

import dev.berth.tui.action.Commands;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Model;
import java.util.List;

/** Things to pick from: menus and the palette. */
final class MenuBox {
    private static final int WIDTH = 76;
    private static final int KEY = 7;
    private static final int PALETTE_ROWS = 10;

    private MenuBox() {}

    static void menu(Model model, Dialog.Menu menu, Canvas canvas) {
        Box box = Box.titled(menu.title(), WIDTH, canvas);
        if (menu.items().isEmpty()) {
            box.text("There is nothing to pick.", Style.DIM);
        }
        items(box, menu.items(), menu.cursor(), 0);
        box.hints("Enter", "pick", "j k", "move", "Esc", "close").draw(canvas, model.glyphs());
    }

    static void palette(Model model, Dialog.Palette palette, Canvas canvas) {
        Box box = Box.titled("Commands", WIDTH, canvas);
        List<Dialog.Item> items = Commands.matching(model, palette.input().text());
        int cursor = Math.clamp(palette.cursor(), 0, Math.max(0, items.size() - 1));
        int room = Math.clamp(canvas.height() - 6L, 1, PALETTE_ROWS);
        int top = Math.clamp((long) cursor - room + 1, 0, Math.max(0, items.size() - room));
        box.row(row -> {
            row.text(0, 0, ":", Style.KEY);
            FieldLine.draw(
                    row.region(2, 0, row.width() - 2, 1),
                    palette.input(),
                    palette.input().text(),
                    "type a part of a name",
                    true);
        });
        List<Dialog.Item> shown = items.subList(top, Math.min(items.size(), top + room));
        items(box, shown, cursor - top, room);
        if (items.isEmpty()) {
            box.text("Nothing has that name.", Style.DIM);
        }
        box.hints("Enter", "do", "Tab", "complete", "Esc", "close").draw(canvas, model.glyphs());
    }

    /** With blank rows up to {@code least}, so that a box does not shrink while one types. */
    private static void items(Box box, List<Dialog.Item> items, int cursor, int least) {
        int label = 0;
        for (Dialog.Item item : items) {
            label = Math.max(label, TextWidth.width(item.label()));
        }
        int labelWidth = Math.min(label, 26);
        for (int i = 0; i < items.size(); i++) {
            Dialog.Item item = items.get(i);
            boolean here = i == cursor;
            (here ? box.focusHere() : box).row(row -> item(row, item, labelWidth, here));
        }
        for (int i = items.size(); i < least; i++) {
            box.blank();
        }
    }

    private static void item(Canvas row, Dialog.Item item, int labelWidth, boolean here) {
        boolean off = item.refusal() != null;
        row.text(0, 0, item.key(), off ? Style.DIM : Style.KEY);
        row.text(KEY, 0, TextWidth.cut(item.label(), labelWidth), off ? Style.DIM : Style.TEXT);
        int x = KEY + labelWidth + 2;
        String hint = item.refusal() == null ? item.hint() : item.refusal();
        row.text(x, 0, TextWidth.cut(hint, row.width() - x), Style.DIM);
        if (here) {
            row.restyle(0, 0, row.width(), Style.SELECTED);
        }
    }
}
