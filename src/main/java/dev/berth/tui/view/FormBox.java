package dev.berth.tui.view;

import dev.berth.tui.action.FormFields;
import dev.berth.tui.action.RunForm;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;
import dev.berth.tui.model.Dialog;
import dev.berth.tui.model.Model;
import dev.berth.tui.table.Wrap;
import java.util.List;

/** A form: facts, fields with what is wrong right below them, and what its keys do. */
final class FormBox {
    private static final int WIDTH = 78;
    private static final int LABEL = 14;
    private static final int LINE_ROWS = 4;

    private FormBox() {}

    static void draw(Model model, Dialog.Form form, Canvas canvas) {
        Box box = Box.titled(form.title(), WIDTH, canvas);
        for (String note : form.notes()) {
            box.text(note, note.equals(form.notes().getFirst()) ? Style.TEXT : Style.DIM);
        }
        if (!form.notes().isEmpty()) {
            box.blank();
        }
        for (int i = 0; i < form.fields().size(); i++) {
            boolean focused = i == form.focus() && form.sent() == 0;
            field(focused ? box.focusHere() : box, form.fields().get(i), focused);
        }
        if (form.problem() != null) {
            box.blank().text(form.problem().sentence(), Style.ERROR);
        }
        foot(model, form, box);
        box.draw(canvas, model.glyphs());
    }

    private static void field(Box box, Dialog.Field field, boolean focused) {
        box.row(row -> {
            row.text(0, 0, TextWidth.cut(field.label(), LABEL - 1), focused ? Style.ACCENT : Style.DIM);
            FieldLine.draw(
                    row.region(LABEL, 0, row.width() - LABEL, 1),
                    field.input(),
                    field.masked()
                            ? "•".repeat(field.input().text().length())
                            : field.input().text(),
                    field.hint(),
                    focused);
        });
        if (field.problem() != null) {
            box.field("", field.problem().sentence(), LABEL, Style.ERROR);
        }
    }

    /** The line that would run, in sight wherever the focus is. */
    private static void line(Dialog.Form form, Box box) {
        List<String> lines = Wrap.lines(RunForm.line(form), box.inner());
        for (int i = 0; i < Math.min(LINE_ROWS, lines.size()); i++) {
            boolean cut = i == LINE_ROWS - 1 && lines.size() > LINE_ROWS;
            String text = cut ? TextWidth.cut(lines.get(i), box.inner() - 1) + "…" : lines.get(i);
            box.foot(row -> row.text(0, 0, text, Style.ACCENT));
        }
    }

    private static void foot(Model model, Dialog.Form form, Box box) {
        if (form.sent() != 0) {
            String spinner = model.glyphs().spinner(model.now().spin());
            box.foot(row -> row.text(0, 0, spinner + " waiting for the agent…   Esc goes on without", Style.BUSY));
            return;
        }
        String suggestion = FormFields.suggestion(form);
        String verb = FormFields.verb(form);
        if (form.subject() instanceof Dialog.Form.RunContainer) {
            line(form, box);
            box.hints("Enter", verb, "^G", "GPUs", "^O", "profiles", "^R", "last run", "^S", "save", "Esc", "cancel");
        } else if (suggestion == null) {
            box.hints("Enter", verb, "Tab", "next field", "Esc", "cancel");
        } else {
            box.hints("ctrl-n", "take " + suggestion, "Enter", verb, "Tab", "next field", "Esc", "cancel");
        }
    }
}
