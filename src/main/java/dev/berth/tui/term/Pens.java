package dev.berth.tui.term;

import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.Theme;
import java.util.EnumMap;
import java.util.Map;

/** The pens of a theme, made when first used. */
final class Pens {
    private final Theme theme;
    private final Map<Style, Pen> pens = new EnumMap<>(Style.class);

    Pens(Theme theme) {
        this.theme = theme;
    }

    Pen of(Style style) {
        Pen pen = pens.get(style);
        if (pen == null) {
            pen = new Pen(style, theme.sgr(style));
            pens.put(style, pen);
        }
        return pen;
    }
}
