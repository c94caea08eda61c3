package dev.berth.tui.draw;

import static dev.berth.tui.draw.Look.BOLD;
import static dev.berth.tui.draw.Look.FAINT;
import static dev.berth.tui.draw.Look.ITALIC;
import static dev.berth.tui.draw.Look.PLAIN;
import static dev.berth.tui.draw.Look.REVERSE;
import static dev.berth.tui.draw.Look.UNDERLINED;

import org.jspecify.annotations.Nullable;

/**
 * The colours of a theme by their part on the screen. The mono palette has none and tells styles apart by attributes
 * alone; so that colour is never the only sign of a state, views also write it out.
 */
final class Palette {
    private final boolean colourless;
    private final @Nullable Color grey;
    private final @Nullable Color accent;
    private final @Nullable Color green;
    private final @Nullable Color yellow;
    private final @Nullable Color red;
    private final @Nullable Color cyan;
    private final @Nullable Color ink;
    private final @Nullable Color chosen;
    private final @Nullable Color raised;
    private final @Nullable Color empty;

    private Palette(@Nullable Color... colors) {
        colourless = colors[0] == null;
        grey = colors[0];
        accent = colors[1];
        green = colors[2];
        yellow = colors[3];
        red = colors[4];
        cyan = colors[5];
        ink = colors[6];
        chosen = colors[7];
        raised = colors[8];
        empty = colors[9];
    }

    static Palette dark() {
        return new Palette(
                new Color(8, 245, 0x8a8f98),
                new Color(12, 111, 0x82aaff),
                new Color(2, 114, 0x8fd18f),
                new Color(3, 221, 0xe8c66a),
                new Color(9, 203, 0xf2777a),
                new Color(6, 80, 0x66d0d0),
                new Color(15, 255, 0xf0f2f5),
                new Color(4, 25, 0x1f4e8c),
                new Color(8, 237, 0x3a3d44),
                new Color(8, 239, 0x4b4f57));
    }

    static Palette light() {
        return new Palette(
                new Color(8, 242, 0x6a6f78),
                new Color(4, 26, 0x1d5fc4),
                new Color(2, 28, 0x1f7a1f),
                new Color(3, 130, 0x9a5b00),
                new Color(1, 160, 0xc4262e),
                new Color(6, 30, 0x007a80),
                new Color(0, 232, 0x101216),
                new Color(7, 153, 0xb5d5ff),
                new Color(7, 254, 0xe3e5e9),
                new Color(7, 250, 0xbcc0c6));
    }

    static Palette mono() {
        return new Palette(null, null, null, null, null, null, null, null, null, null);
    }

    boolean isColourless() {
        return colourless;
    }

    Look look(Style style) {
        return colourless ? mono(style) : coloured(style);
    }

    private Look coloured(Style style) {
        return switch (style) {
            case TEXT, DIALOG -> new Look(null, null, PLAIN);
            case DIM, HINT, BORDER, OFF -> new Look(grey, null, PLAIN);
            case TITLE, DIALOG_TITLE, KEY -> new Look(accent, null, BOLD);
            case HEADER -> new Look(grey, null, BOLD);
            case SELECTED -> new Look(ink, chosen, BOLD);
            case SELECTED_DIM -> new Look(null, raised, PLAIN);
            case MARKED -> new Look(yellow, null, BOLD);
            case BORDER_FOCUSED, ACCENT -> new Look(accent, null, PLAIN);
            case DANGER -> new Look(red, null, BOLD);
            case FIELD, BUTTON -> new Look(null, raised, PLAIN);
            case FIELD_FOCUSED -> new Look(ink, raised, UNDERLINED);
            case BUTTON_FOCUSED -> new Look(ink, chosen, BOLD);
            case OK, BAR_LOW -> new Look(green, null, PLAIN);
            case BUSY -> new Look(cyan, null, PLAIN);
            case WARN, BAR_MIDDLE -> new Look(yellow, null, PLAIN);
            case ERROR, BAR_HIGH -> new Look(red, null, PLAIN);
            case STALE -> new Look(grey, null, ITALIC);
            case BAR_EMPTY -> new Look(empty, null, PLAIN);
        };
    }

    private static Look mono(Style style) {
        String attributes = switch (style) {
            case TEXT, DIALOG, OK, BUSY, BAR_LOW, BAR_MIDDLE, BAR_HIGH, BUTTON -> PLAIN;
            case DIM, HINT, BORDER, OFF, STALE, BAR_EMPTY -> FAINT;
            case TITLE, DIALOG_TITLE, KEY, HEADER, MARKED, BORDER_FOCUSED, ACCENT, DANGER, WARN, ERROR -> BOLD;
            case SELECTED, BUTTON_FOCUSED -> REVERSE;
            case SELECTED_DIM, FIELD -> UNDERLINED;
            case FIELD_FOCUSED -> BOLD + UNDERLINED;
        };
        return new Look(null, null, attributes);
    }
}
