package dev.berth.tui.draw;

/** One colour said three times, by hand, so that it looks right at every depth. */
record Color(int ansi, int indexed, int rgb) {
    /** Appends the parameters that select it; {@code base} is 30 for the text, 40 for what lies behind it. */
    void appendTo(StringBuilder sgr, int base, ColorDepth depth) {
        switch (depth) {
            case NONE -> {}
            case ANSI -> sgr.append(';').append(ansi < 8 ? base + ansi : base + 60 + ansi - 8);
            case INDEXED -> sgr.append(';').append(base + 8).append(";5;").append(indexed);
            case TRUE -> appendRgb(sgr.append(';').append(base + 8).append(";2;"));
        }
    }

    private void appendRgb(StringBuilder sgr) {
        sgr.append(rgb >> 16).append(';').append((rgb >> 8) & 255).append(';').append(rgb & 255);
    }
}
