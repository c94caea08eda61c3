package dev.berth.tui.term;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.screen.AbstractScreen;
import com.googlecode.lanterna.screen.ScreenBuffer;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Lanterna screen that writes only the cells that changed, all in one write and one synchronized update. It never clears:
 * what is to go is overwritten, so nothing flickers. Its keys come as events, not from here.
 */
final class DeltaScreen extends AbstractScreen {
    private static final String BEGIN_UPDATE = "\033[?2026h";
    private static final String END_UPDATE = "\033[?2026l";
    private static final String PLAIN = "\033[0m";
    private static final int UNKNOWN = -1;

    private final LanternaTerminal terminal;
    private Pens pens;
    /** Set from any thread; a frame takes it before it begins, so no request is lost. */
    private final AtomicBoolean everything = new AtomicBoolean(true);

    private @Nullable TerminalPosition shownCursor;

    /** Where the terminal's cursor is while a frame is written, as far as known, and the pen it writes with. */
    private int column;

    private int row;
    private @Nullable Pen pen;

    DeltaScreen(LanternaTerminal terminal, Pens pens) {
        super(terminal.getTerminalSize(), pens.of(Style.TEXT).blank());
        this.terminal = terminal;
        this.pens = pens;
    }

    /** From the next frame on, which is a whole one. */
    void pens(Pens other) {
        pens = other;
        invalidate();
    }

    /** Nothing is known of the terminal's screen: the next frame writes every cell. */
    void invalidate() {
        everything.set(true);
    }

    /** The terminal has this size from the next frame on. */
    void resize(TerminalSize size) {
        addResizeRequest(size);
    }

    /** Draws and shows one frame. */
    synchronized void draw(Consumer<Canvas> drawing) throws IOException {
        if (doResizeIfNecessary() != null) {
            invalidate();
        }
        Frame frame = new Frame(getBackBuffer(), pens);
        drawing.accept(CellCanvas.over(frame));
        setCursorPosition(frame.cursor());
        refresh(RefreshType.DELTA);
    }

    @Override
    public synchronized void refresh(RefreshType type) throws IOException {
        boolean all = everything.getAndSet(false) || type == RefreshType.COMPLETE;
        OutputBuffer out = terminal.buffer();
        int start = out.size();
        begin(out);
        int before = out.size();
        writeCells(out, all);
        if (out.size() == before && !isCursorMoved()) {
            out.cutTo(start);
            return;
        }
        end(out);
        getBackBuffer().copyTo(getFrontBuffer());
        terminal.flush();
    }

    private void begin(OutputBuffer out) {
        out.ascii(BEGIN_UPDATE);
        column = UNKNOWN;
        row = UNKNOWN;
        pen = null;
    }

    /** Leaves the plain pen, so that whatever else is written there looks as it should. */
    private void end(OutputBuffer out) {
        out.ascii(PLAIN);
        shownCursor = getCursorPosition();
        if (shownCursor == null) {
            out.ascii(LanternaTerminal.HIDE_CURSOR);
        } else {
            out.moveTo(shownCursor.getColumn(), shownCursor.getRow());
            out.ascii(LanternaTerminal.SHOW_CURSOR);
        }
        out.ascii(END_UPDATE);
    }

    private boolean isCursorMoved() {
        return !Objects.equals(getCursorPosition(), shownCursor);
    }

    private void writeCells(OutputBuffer out, boolean all) {
        ScreenBuffer back = getBackBuffer();
        ScreenBuffer front = getFrontBuffer();
        int columns = back.getSize().getColumns();
        int rows = back.getSize().getRows();
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                Cell cell = (Cell) back.getCharacterAt(x, y);
                if (!cell.isTail() && (all || !cell.looksLike((Cell) front.getCharacterAt(x, y)))) {
                    write(out, x, y, cell, columns);
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a pen is equal to itself only
    private void write(OutputBuffer out, int x, int y, Cell cell, int columns) {
        if (column != x || row != y) {
            out.moveTo(x, y);
        }
        if (cell.pen() != pen) {
            pen = cell.pen();
            pen.writeTo(out);
        }
        cell.writeTo(out);
        row = y;
        column = x + cell.width();
        // After the last column the cursor hangs between two rows; after some characters terminals disagree.
        if (column >= columns || !cell.isCertain()) {
            column = UNKNOWN;
        }
    }

    @Override
    public void startScreen() throws IOException {
        terminal.enterPrivateMode();
        invalidate();
    }

    @Override
    public void stopScreen() throws IOException {
        terminal.exitPrivateMode();
    }

    @Override
    public KeyStroke pollInput() {
        return terminal.pollInput();
    }

    @Override
    public KeyStroke readInput() {
        return terminal.readInput();
    }
}
