package dev.berth.tui.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
    @Test
    void cleanTextComesBackAsItIs() {
        String text = "gpu-03 · 41 °C ⠋ 漢字 🚀";
        assertSame(text, TextWidth.clean(text));
    }

    @Test
    void escapeSequencesOfRemoteTextAreDropped() {
        assertEquals("red plain", TextWidth.clean("\033[1;31mred\033[0m plain"));
        assertEquals("title", TextWidth.clean("\033]0;evil\007title"));
        assertEquals("link", TextWidth.clean("\033]8;;http://x\033\\link\033]8;;\033\\"));
        assertEquals("ab", TextWidth.clean("a\033(Bb\033"));
        assertEquals("ab", TextWidth.clean("a\u009b31mb"));
        assertEquals("ab", TextWidth.clean("a\u0090q1\u009cb"));
        assertEquals("next", TextWidth.clean("\033c\033=next"));
    }

    @Test
    void anUnendedStringHidesNoMoreThanItsLine() {
        assertEquals(" second", TextWidth.clean("\033]0;first\nsecond"));
    }

    @Test
    void controlsAndDirectionMarksAreDropped() {
        assertEquals("abc", TextWidth.clean("a\u202eb\u2066c\u0000\u0007\u200b\ufeff"));
        assertEquals("a b c", TextWidth.clean("a\tb\r\nc"));
        assertEquals("\ufffd!", TextWidth.clean("\ud800!"));
    }

    @Test
    void jointEmojiFallApartAndFlagsBecomeLetters() {
        assertEquals("👩💻", TextWidth.clean("👩\u200d💻"));
        assertEquals("DE", TextWidth.clean("🇩🇪"));
        assertEquals("❤", TextWidth.clean("❤\ufe0f"));
    }

    @ParameterizedTest
    @CsvSource({"abc,3", "漢字,4", "🚀,2", "✅,2", "e\u0301,1", "⠋│█,3", "ä…→,3", "ไม่,2"})
    void widthCountsColumns(String text, int columns) {
        assertEquals(columns, TextWidth.width(text));
    }

    @Test
    void cutKeepsCharactersWhole() {
        assertEquals("abc", TextWidth.cut("abc", 3));
        assertEquals("ab…", TextWidth.cut("abcd", 3));
        assertEquals("漢…", TextWidth.cut("漢字", 3));
        assertEquals("…", TextWidth.cut("漢字", 2));
        assertEquals("e\u0301…", TextWidth.cut("e\u0301bc", 2));
        assertEquals("…", TextWidth.cut("abc", 1));
        assertEquals("", TextWidth.cut("abc", 0));
        assertEquals("", TextWidth.cut("abc", -1));
    }
}
