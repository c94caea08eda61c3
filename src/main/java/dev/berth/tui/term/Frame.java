package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.screen.ScreenBuffer;
import org.jspecify.annotations.Nullable;

/** What the canvas of one frame and its regions share: the cells, the pens and the cursor. Keeps wide cells whole. */
final class Frame {
    private final ScreenBuffer buffer;
    private final Pens pens;
    private @Nullable TerminalPosition cursor;

    Frame(ScreenBuffer buffer, Pens pens) {
        this.buffer = buffer;
        this.pens = pens;
    }

    ScreenBuffer buffer() {
        return buffer;
    }

    Pens pens() {
        return pens;
    }

    int columns() {
        return buffer.getSize().getColumns();
    }

    int rows() {
        return buffer.getSize().getRows();
    }

    /** Where the cursor shows, or null when it is hidden. */
    @Nullable
    TerminalPosition cursor() {
        return cursor;
    }

    void cursor(TerminalPosition position) {
        cursor = position;
    }

    Cell at(int x, int y) {
        return (Cell) buffer.getCharacterAt(x, y);
    }

    /** Puts a cell where there is room for it, and blanks what remains of a wide one that it breaks. */
    void put(int x, int y, Cell cell) {
        breakAt(x, y);
        if (cell.width() == 2) {
            breakAt(x + 1, y);
            buffer.setCharacterAt(x + 1, y, cell.pen().tail());
        }
        buffer.setCharacterAt(x, y, cell);
    }

    void restyle(int x, int y, Pen pen) {
        buffer.setCharacterAt(x, y, at(x, y).with(pen));
    }

    private void breakAt(int x, int y) {
        Cell old = at(x, y);
        if (old.isTail()) {
            buffer.setCharacterAt(x - 1, y, at(x - 1, y).pen().blank());
        } else if (old.width() == 2) {
            buffer.setCharacterAt(x + 1, y, old.pen().blank());
        }
    }
}
