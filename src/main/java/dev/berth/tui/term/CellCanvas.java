package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalPosition;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.TextWidth;

/** A canvas on a buffer of {@link Cell}s. The regions of a frame share its buffer, pens and cursor. */
final class CellCanvas implements Canvas {
    /** More marks on one character are not writing but an attack on the line above. */
    private static final int MOST_MARKS = 4;

    private final Frame frame;
    private final int originX;
    private final int originY;
    private final int width;
    private final int height;
    /** The first column and row of the buffer that may be drawn on; the origin may lie before them. */
    private final int left;

    private final int top;

    private CellCanvas(Frame frame, int originX, int originY, int width, int height, int left, int top) {
        this.frame = frame;
        this.originX = originX;
        this.originY = originY;
        this.width = width;
        this.height = height;
        this.left = left;
        this.top = top;
    }

    /** A canvas over the whole buffer, which is blanked; {@code frame} keeps what is common to its regions. */
    static CellCanvas over(Frame frame) {
        frame.buffer().setAll(frame.pens().of(Style.TEXT).blank());
        return new CellCanvas(frame, 0, 0, frame.columns(), frame.rows(), 0, 0);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int text(int x, int y, String text, Style style) {
        String clean = TextWidth.clean(text);
        Pen pen = frame.pens().of(style);
        int column = x;
        for (int i = 0; i < clean.length(); ) {
            int codePoint = clean.codePointAt(i);
            int columns = TextWidth.of(codePoint);
            int after = i + Character.charCount(codePoint);
            int end = marksEnd(clean, after);
            // A mark with nothing before it has no place.
            if (columns > 0) {
                place(column, y, cell(pen, clean, i, after, end, columns));
                column += columns;
            }
            i = end;
        }
        return column;
    }

    private static Cell cell(Pen pen, String text, int start, int after, int end, int columns) {
        if (end == after) {
            return pen.cell(text.codePointAt(start), columns);
        }
        return pen.cell(text.substring(start, Math.min(end, after + MOST_MARKS)), columns);
    }

    private static int marksEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= 0x300) {
            int codePoint = text.codePointAt(end);
            if (TextWidth.of(codePoint) > 0) {
                return end;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    @Override
    public void fill(int x, int y, int width, int height, Style style) {
        Cell blank = frame.pens().of(style).blank();
        int lastX = Math.min(this.width, x + width);
        int lastY = Math.min(this.height, y + height);
        for (int row = Math.max(y, top - originY); row < lastY; row++) {
            for (int column = Math.max(x, left - originX); column < lastX; column++) {
                frame.put(originX + column, originY + row, blank);
            }
        }
    }

    @Override
    public void restyle(int x, int y, int width, Style style) {
        if (!isRow(y)) {
            return;
        }
        Pen pen = frame.pens().of(style);
        int end = Math.min(this.width, x + width);
        for (int column = Math.max(x, left - originX); column < end; column++) {
            frame.restyle(originX + column, originY + y, pen);
        }
    }

    @Override
    public Canvas region(int x, int y, int width, int height) {
        int regionX = originX + x;
        int regionY = originY + y;
        int regionWidth = Math.max(0, Math.min(width, this.width - x));
        int regionHeight = Math.max(0, Math.min(height, this.height - y));
        return new CellCanvas(
                frame, regionX, regionY, regionWidth, regionHeight, Math.max(left, regionX), Math.max(top, regionY));
    }

    @Override
    public void cursor(int x, int y) {
        if (isRow(y) && isColumn(x)) {
            frame.cursor(new TerminalPosition(originX + x, originY + y));
        }
    }

    /** Draws a cell as far as it is inside; of a wide character cut in two, a blank stays. */
    private void place(int x, int y, Cell cell) {
        if (!isRow(y)) {
            return;
        }
        boolean whole = cell.width() == 1 || isColumn(x + 1);
        if (isColumn(x)) {
            frame.put(originX + x, originY + y, whole ? cell : cell.pen().blank());
        } else if (cell.width() == 2 && isColumn(x + 1)) {
            frame.put(originX + x + 1, originY + y, cell.pen().blank());
        }
    }

    private boolean isColumn(int x) {
        return x < width && originX + x >= left;
    }

    private boolean isRow(int y) {
        return y < height && originY + y >= top;
    }
}
