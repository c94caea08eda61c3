package dev.berth.tui.term;

import dev.berth.tui.draw.Style;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the cells of one style and keeps them, so that a frame of known characters makes no garbage. Not thread-safe: the
 * screen's thread alone uses it.
 */
final class Pen {
    /** Remote text may hold anything; beyond this many the cells are made anew. */
    private static final int MOST_KEPT = 4096;

    private static final int PAGE = 256;

    private final Style style;
    private final byte[] sgr;
    private final Cell tail;
    private final Cell blank;
    private final Map<String, Cell> clusters = new HashMap<>();
    private Cell[][] pages = new Cell[PAGE][];
    private int kept;

    Pen(Style style, String sgr) {
        this.style = style;
        this.sgr = "\033[".concat(sgr).concat("m").getBytes(StandardCharsets.US_ASCII);
        this.tail = new Cell(this, "", 0);
        this.blank = new Cell(this, " ", 1);
    }

    Style style() {
        return style;
    }

    void writeTo(OutputBuffer out) {
        out.bytes(sgr);
    }

    Cell blank() {
        return blank;
    }

    Cell tail() {
        return tail;
    }

    Cell cell(int codePoint, int width) {
        if (codePoint == ' ') {
            return blank;
        }
        if (codePoint > 0xffff) {
            return cluster(Character.toString(codePoint), width);
        }
        Cell[] page = pages[codePoint / PAGE];
        Cell known = page == null ? null : page[codePoint % PAGE];
        return known == null ? keep(codePoint, width) : known;
    }

    /** The cell of a text of one or more code points that share it. */
    Cell cell(String text, int width) {
        return text.length() == 1 ? cell(text.charAt(0), width) : cluster(text, width);
    }

    private Cell cluster(String text, int width) {
        Cell known = clusters.get(text);
        if (known != null) {
            return known;
        }
        makeRoom();
        Cell made = new Cell(this, text, width);
        clusters.put(text, made);
        return made;
    }

    private Cell keep(int codePoint, int width) {
        makeRoom();
        int number = codePoint / PAGE;
        Cell[] page = pages[number];
        if (page == null) {
            page = new Cell[PAGE];
            pages[number] = page;
        }
        Cell made = new Cell(this, Character.toString(codePoint), width);
        page[codePoint % PAGE] = made;
        return made;
    }

    private void makeRoom() {
        if (++kept > MOST_KEPT) {
            kept = 1;
            clusters.clear();
            pages = new Cell[PAGE][];
        }
    }
}
