package dev.berth.tui.term;

import com.googlecode.lanterna.TextCharacter;
import java.nio.charset.StandardCharsets;

/**
 * One cell of the screen, ready to be written. Lanterna measures emoji and combining marks wrongly and would repair
 * neighbours by its own count; so a cell never says that it is wide, and the second column of a wide character is a tail
 * of its own. Invariant: a cell of width 2 is followed by a tail, and a tail by nothing else.
 */
final class Cell extends TextCharacter {
    private static final long serialVersionUID = 1;

    private final transient Pen pen;
    private final String text;
    private final transient byte[] bytes;
    private final int width;

    /** Lanterna advises its factories, but only this constructor can be inherited. */
    @SuppressWarnings("deprecation")
    Cell(Pen pen, String text, int width) {
        super(DEFAULT_CHARACTER);
        this.pen = pen;
        this.text = text;
        this.width = width;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    Pen pen() {
        return pen;
    }

    /** Columns: 0 for the tail of a wide character. */
    int width() {
        return width;
    }

    boolean isTail() {
        return width == 0;
    }

    /** Terminals agree on its width, so the cursor is known after it. */
    boolean isCertain() {
        return bytes.length == 1 || isDrawing(text.charAt(0));
    }

    private boolean isDrawing(char c) {
        return text.length() == 1 && ((c >= 0x2500 && c <= 0x259f) || (c >= 0x2800 && c <= 0x28ff));
    }

    void writeTo(OutputBuffer out) {
        out.bytes(bytes);
    }

    /** The same text in another style. */
    Cell with(Pen other) {
        return isTail() ? other.tail() : other.cell(text, width);
    }

    @SuppressWarnings("ReferenceEquality") // a screen has one pen for each style, and drops all of them at once
    boolean looksLike(Cell other) {
        return this == other || (pen == other.pen && width == other.width && text.equals(other.text));
    }

    @Override
    public String getCharacterString() {
        return text;
    }

    @Override
    public boolean isDoubleWidth() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cell cell && looksLike(cell);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
