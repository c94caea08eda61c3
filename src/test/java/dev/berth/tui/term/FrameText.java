package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.screen.ScreenBuffer;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A frame drawn in memory, to be compared as text: what a view shows at a size, without any terminal. */
public final class FrameText {
    private static final Path SNAPSHOTS = Path.of("src", "test", "snapshots");

    private final Frame frame;

    private FrameText(Frame frame) {
        this.frame = frame;
    }

    /** Draws one frame of that size. */
    public static FrameText draw(int columns, int rows, Consumer<Canvas> drawing) {
        Pens pens = new Pens(Theme.named("mono"));
        Frame frame = new Frame(
                new ScreenBuffer(
                        new TerminalSize(columns, rows), pens.of(Style.TEXT).blank()),
                pens);
        drawing.accept(CellCanvas.over(frame));
        return new FrameText(frame);
    }

    /** All rows, without trailing blanks, each ended by a line end. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < frame.rows(); y++) {
            text.append(row(y)).append('\n');
        }
        return text.toString();
    }

    public String row(int y) {
        StringBuilder row = new StringBuilder();
        for (int x = 0; x < frame.columns(); x++) {
            row.append(frame.at(x, y).getCharacterString());
        }
        return row.toString().stripTrailing();
    }

    public Style styleAt(int x, int y) {
        return frame.at(x, y).pen().style();
    }

    /** The style of the first cell of the first place where {@code text} shows. */
    public Style styleOf(String text) {
        for (int y = 0; y < frame.rows(); y++) {
            for (int x = 0; x < frame.columns(); x++) {
                if (startsAt(x, y, text)) {
                    return styleAt(x, y);
                }
            }
        }
        return fail("not shown: " + text + "\n" + text());
    }

    private boolean startsAt(int x, int y, String text) {
        int matched = 0;
        for (int column = x; column < frame.columns() && matched < text.length(); column++) {
            String cell = frame.at(column, y).getCharacterString();
            if (!text.startsWith(cell, matched) || (column == x && cell.isEmpty())) {
                return false;
            }
            matched += cell.length();
        }
        return matched >= text.length();
    }

    public @Nullable TerminalPosition cursor() {
        return frame.cursor();
    }

    public void matches(String name) throws IOException {
        matches(name, text());
    }

    /**
     * Compares with {@code src/test/snapshots/NAME.txt}. With {@code -Dsnapshots.update=true} writes it instead; one that
     * is missing is written too, but fails, so that someone looks at it.
     */
    public static void matches(String name, String actual) throws IOException {
        Path snapshot = SNAPSHOTS.resolve(name + ".txt");
        boolean update = Boolean.getBoolean("snapshots.update");
        if (update || !Files.exists(snapshot)) {
            Files.createDirectories(snapshot.getParent());
            Files.writeString(snapshot, actual);
            if (!update) {
                fail("no snapshot " + snapshot + "; written now, look at it and run again");
            }
        }
        assertEquals(Files.readString(snapshot), actual, name);
    }
}
