package dev.berth.tui.table;

import dev.berth.api.Problem;
import dev.berth.tui.draw.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the lines of a text page, wrapped to its width. */
final class Lines {
    private final int width;
    private final List<Line> lines = new ArrayList<>();

    Lines(int width) {
        this.width = width;
    }

    List<Line> list() {
        return List.copyOf(lines);
    }

    Lines title(String text) {
        if (!lines.isEmpty()) {
            lines.add(Line.BLANK);
        }
        lines.add(Line.title(text));
        return this;
    }

    Lines field(String label, @Nullable Object value) {
        return field(label, Words.orNone(value), value == null ? Style.DIM : Style.TEXT);
    }

    Lines field(String label, String value, Style style) {
        String before = label;
        for (String part : Wrap.lines(value, width - Line.LABEL_WIDTH)) {
            lines.add(new Line(before, part, style));
            before = "";
        }
        return this;
    }

    Lines text(String text, Style style) {
        for (String part : Wrap.lines(text, width)) {
            lines.add(new Line("", part, style));
        }
        return this;
    }

    Lines problem(@Nullable Problem problem) {
        if (problem != null) {
            field("Problem", problem.message(), Style.ERROR);
            if (problem.next() != null) {
                field("What to do", problem.next(), Style.TEXT);
            }
        }
        return this;
    }
}
