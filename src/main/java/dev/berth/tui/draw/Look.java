package dev.berth.tui.draw;

import org.jspecify.annotations.Nullable;

/** What one style looks like: its colours, the terminal's own where null, and its attributes as SGR parameters. */
record Look(@Nullable Color text, @Nullable Color behind, String attributes) {
    static final String PLAIN = "";
    static final String BOLD = ";1";
    static final String FAINT = ";2";
    static final String ITALIC = ";3";
    static final String UNDERLINED = ";4";
    static final String REVERSE = ";7";

    String sgr(ColorDepth depth) {
        StringBuilder sgr = new StringBuilder(32).append('0').append(attributes);
        if (text != null) {
            text.appendTo(sgr, 30, depth);
        }
        if (behind != null) {
            behind.appendTo(sgr, 40, depth);
        }
        return sgr.toString();
    }
}
