package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.googlecode.lanterna.TerminalPosition;
import dev.berth.tui.draw.Canvas;
import dev.berth.tui.draw.Style;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CellCanvasTest {
    @Test
    void wideCharactersTakeTwoColumns() {
        assertEquals("漢字|", row(10, canvas -> assertEquals(5, text(canvas, 0, "漢字|"))));
        assertEquals("🚀✅!", row(10, canvas -> assertEquals(5, text(canvas, 0, "🚀✅!"))));
    }

    @Test
    void combiningMarksJoinTheirLetter() {
        assertEquals("e\u0301x", row(5, canvas -> assertEquals(2, text(canvas, 0, "e\u0301x"))));
        assertEquals("x", row(5, canvas -> assertEquals(1, text(canvas, 0, "\u0301x"))));
        assertEquals(
                "z" + "\u0301".repeat(4) + "x", row(5, canvas -> text(canvas, 0, "z" + "\u0301".repeat(50) + "x")));
    }

    @Test
    void controlCharactersNeverReachACell() {
        assertEquals("a b", row(10, canvas -> text(canvas, 0, "\033[2Ja\n\u0007b\u202e")));
    }

    @Test
    void textIsClippedButCountedToItsEnd() {
        assertEquals("cde", row(3, canvas -> assertEquals(4, text(canvas, -2, "abcdef"))));
    }

    @Test
    void ofAWideCharacterCutInTwoABlankStays() {
        assertEquals("a", row(2, canvas -> text(canvas, 0, "a漢")));
        assertEquals(" a", row(3, canvas -> text(canvas, -1, "漢a")));
    }

    @Test
    void writingOnHalfOfAWideCharacterBlanksTheOther() {
        assertEquals(" x字", row(5, canvas -> {
            text(canvas, 0, "漢字");
            text(canvas, 1, "x");
        }));
        assertEquals("x 字", row(5, canvas -> {
            text(canvas, 0, "漢字");
            text(canvas, 0, "x");
        }));
        assertEquals(" 火", row(5, canvas -> {
            text(canvas, 0, "漢字");
            text(canvas, 1, "火");
        }));
    }

    @Test
    void regionsClipOnAllSides() {
        FrameText frame = FrameText.draw(6, 4, canvas -> {
            Canvas region = canvas.region(1, 1, 3, 2);
            assertEquals(3, region.width());
            assertEquals(2, region.height());
            region.text(-1, 0, "abcdefgh", Style.TEXT);
            region.text(0, -1, "no", Style.TEXT);
            region.text(0, 2, "no", Style.TEXT);
        });
        assertEquals("\n bcd\n\n\n", frame.text());
    }

    @Test
    void regionsOfRegionsStayInside() {
        FrameText frame = FrameText.draw(6, 2, canvas -> {
            Canvas outside = canvas.region(2, 0, 10, 10);
            assertEquals(4, outside.width());
            Canvas before = outside.region(-2, 0, 4, 1);
            before.text(0, 0, "abcdef", Style.TEXT);
            before.fill(0, 1, 6, 1, Style.ERROR);
            canvas.region(9, 9, 5, 5).text(0, 0, "x", Style.TEXT);
        });
        assertEquals("  cd\n\n", frame.text());
        assertEquals(Style.TEXT, frame.styleAt(3, 1));
    }

    @Test
    void restyleKeepsTheText() {
        FrameText frame = FrameText.draw(8, 1, canvas -> {
            canvas.text(0, 0, "a漢b", Style.OK);
            canvas.restyle(0, 0, 3, Style.SELECTED);
        });
        assertEquals("a漢b", frame.row(0));
        assertEquals(Style.SELECTED, frame.styleOf("漢"));
        assertEquals(Style.OK, frame.styleOf("b"));
        assertEquals(Style.TEXT, frame.styleAt(7, 0));
    }

    @Test
    void fillBlanks() {
        FrameText frame = FrameText.draw(4, 1, canvas -> {
            canvas.text(0, 0, "漢漢", Style.OK);
            canvas.fill(1, 0, 2, 1, Style.FIELD);
        });
        assertEquals("", frame.row(0));
        assertEquals(Style.FIELD, frame.styleAt(2, 0));
        assertEquals(Style.OK, frame.styleAt(3, 0));
    }

    @Test
    void theCursorIsShownInsideOnly() {
        assertEquals(
                new TerminalPosition(3, 1),
                FrameText.draw(5, 2, canvas -> canvas.region(2, 1, 3, 1).cursor(1, 0))
                        .cursor());
        assertNull(FrameText.draw(5, 2, canvas -> canvas.cursor(5, 0)).cursor());
    }

    private static int text(Canvas canvas, int x, String text) {
        return canvas.text(x, 0, text, Style.TEXT);
    }

    private static String row(int columns, Consumer<Canvas> drawing) {
        return FrameText.draw(columns, 1, drawing).row(0);
    }
}
