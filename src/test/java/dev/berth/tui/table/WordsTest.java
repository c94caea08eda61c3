package dev.berth.tui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1024, 1.0 KiB", "1536, 1.5 KiB", "524288, 512 KiB", "85899345920, 80.0 GiB"})
    void bytesHaveThreeFiguresAndAUnit(long count, String text) {
        assertEquals(text, Words.bytes(count));
    }

    @ParameterizedTest
    @CsvSource({"-3, 0s", "59, 59s", "60, 1m", "3600, 1h", "172799, 47h", "172800, 2d"})
    void spansAreInTheirLargestUnit(long seconds, String text) {
        assertEquals(text, Words.span(seconds));
    }

    @Test
    void latencyIsInMillisecondsBelowASecond() {
        assertEquals("12 ms", Words.latency(0.0123));
        assertEquals("1.5 s", Words.latency(1.5));
        assertEquals("–", Words.latency(null));
    }

    @Test
    void textsAreBrokenAtBlanksAndLongWordsAnywhere() {
        assertEquals(List.of("one two", "three"), Wrap.lines("one two three", 8));
        assertEquals(List.of("abcdefgh", "ij"), Wrap.lines("abcdefghij", 8));
        assertEquals(List.of("データ", "処理"), Wrap.lines("データ処理", 6));
        assertEquals(List.of("a", "", "b"), Wrap.lines("a\n\nb", 8));
        assertEquals(List.of(""), Wrap.lines("", 8));
    }
}
