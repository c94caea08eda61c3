package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.TerminalSize;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import dev.berth.tui.draw.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeltaScreenTest {
    private final Memory memory = new Memory();
    private final DeltaScreen screen = new DeltaScreen(new LanternaTerminal(memory), new Pens(Theme.named("mono")));

    @Test
    void theFirstFrameIsWholeAndOneWrite() throws IOException {
        screen.draw(line("hello"));
        assertEquals(1, memory.writes.size());
        assertTrue(memory.last().startsWith("\033[?2026h\033[1;1H\033[0mhello     "));
        assertTrue(memory.last().endsWith("\033[?2026l"));
        assertFalse(memory.last().contains("\033[2J"));
    }

    @Test
    void anEqualFrameWritesNothing() throws IOException {
        screen.draw(line("a漢e\u0301🚀"));
        screen.draw(line("a漢e\u0301🚀"));
        assertEquals(1, memory.writes.size());
    }

    @Test
    void onlyTheChangedCellIsWritten() throws IOException {
        screen.draw(line("hello"));
        screen.draw(line("hallo"));
        assertEquals("\033[?2026h\033[1;2H\033[0ma\033[0m\033[?25l\033[?2026l", memory.last());
    }

    @Test
    void aWideCharacterThatGoesIsOverwrittenWhole() throws IOException {
        screen.draw(line("漢"));
        screen.draw(line("x"));
        assertEquals("\033[?2026h\033[1;1H\033[0mx \033[0m\033[?25l\033[?2026l", memory.last());
    }

    @Test
    void theCursorIsPlacedAnewAfterACharacterOfDoubtfulWidth() throws IOException {
        screen.draw(line("🚀!"));
        assertTrue(memory.last().contains("🚀\033[1;3H!"));
    }

    @Test
    void aMovedCursorIsAFrame() throws IOException {
        screen.draw(line("x"));
        screen.draw(canvas -> {
            canvas.text(0, 0, "x", Style.TEXT);
            canvas.cursor(1, 0);
        });
        assertEquals("\033[?2026h\033[0m\033[1;2H\033[?25h\033[?2026l", memory.last());
    }

    @Test
    void invalidateAndResizeWriteEveryCell() throws IOException {
        screen.draw(line("hello"));
        screen.invalidate();
        screen.draw(line("hello"));
        assertEquals(memory.writes.getFirst(), memory.last());
        screen.resize(new TerminalSize(4, 1));
        screen.draw(canvas -> {
            assertEquals(4, canvas.width());
            canvas.text(0, 0, "hello", Style.TEXT);
        });
        assertTrue(memory.last().contains("hell\033[0m"));
    }

    @Test
    void anotherThemeRepaints() throws IOException {
        Consumer<Canvas> frame = canvas -> canvas.text(0, 0, "ok", Style.OK);
        screen.draw(frame);
        screen.pens(new Pens(Theme.named("dark")));
        screen.draw(frame);
        assertTrue(memory.last().contains("\033[0;38;5;114mok"));
    }

    @Test
    void moreCharactersThanAreKeptStillDraw() throws IOException {
        for (int first = 0x4e00; first < 0x4e00 + 9000; first += 5) {
            String text = new StringBuilder()
                    .appendCodePoint(first)
                    .appendCodePoint(first + 1)
                    .toString();
            screen.draw(line(text));
            assertTrue(memory.last().contains(text.substring(0, 1)));
        }
    }

    private static Consumer<Canvas> line(String text) {
        return canvas -> canvas.text(0, 0, text, Style.TEXT);
    }

    /** Remembers what was written. */
    private static final class Memory implements Device {
        private final List<String> writes = new ArrayList<>();

        String last() {
            return writes.getLast();
        }

        @Override
        public TerminalSize size() {
            return new TerminalSize(10, 2);
        }

        @Override
        public void write(byte[] frame, int offset, int length) {
            writes.add(new String(frame, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void enterFullScreen() {}

        @Override
        public void leaveFullScreen() {}

        @Override
        public void close() {}
    }
}
