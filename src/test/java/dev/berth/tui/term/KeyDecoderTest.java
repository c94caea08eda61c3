package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDecoderTest {
    private final List<TermEvent> events = new ArrayList<>();
    private final KeyDecoder decoder = new KeyDecoder(events::add);

    @Test
    void keys() {
        means("aG", "a G");
        means("ä漢🚀", "ä 漢 🚀");
        means("\r\n\t \u007f\b", "enter enter tab space backspace backspace");
        means("\u0001\u001a\u0000\u001c\u001d", "ctrl-a ctrl-z ctrl-space ctrl-\\ ctrl-]");
        means("\033x\033ä\033\r", "alt-x alt-ä alt-enter");
    }

    @ParameterizedTest
    @CsvSource({
        "^[A^[B^[C^[D, up down right left",
        "^OA^OH^OP^OS^OM, up home f1 f4 enter",
        "^[H^[F^[1~^[4~^[7~^[8~, home end home end home end",
        "^[2~^[3~^[5~^[6~, insert delete page-up page-down",
        "^[11~^[15~^[17~^[21~^[23~^[24~, f1 f5 f6 f10 f11 f12",
        "^[[A^[[E, f1 f5",
        "^[Z, shift-tab",
        "^[1;5C^[1;3D^[1;2A^[1;6H, ctrl-right alt-left shift-up ctrl-shift-home",
        "^[3;5~^[15;2~, ctrl-delete shift-f5",
        "^^[A, alt-up",
        "^[97;5u^[97;2u^[13;2u^[27u, ctrl-a A shift-enter esc",
        "^[27;5;105~, ctrl-i",
        "^[1;5:1A, ctrl-up",
    })
    void keysWithSequences(String typed, String expected) {
        means(typed.replace('^', '\033'), expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[?62;22c",
                "^[12;40R",
                "^[<0;10;20M",
                "^[Mabc",
                "^[I^[O",
                "^]11;rgb:00/00/00\u0007",
                "^]11;rgb:00/00/00^\\",
                "^P1$r0m^\\",
                "^[99~",
                "^[57441u",
                "^Oy",
                "^[>4;1m",
            })
    void whatIsNoKeyIsSwallowed(String typed) {
        means(typed.replace('^', '\033') + "x", "x");
    }

    @Test
    void invalidBytesBecomeReplacements() {
        decoder.feed(0xff);
        decoder.feed(0xc3);
        decoder.feed('x');
        assertEquals("\ufffd \ufffd x", names());
    }

    @Test
    void anEscapeAloneIsAKeyOnlyAfterTheTimeout() {
        feed("\033");
        assertTrue(decoder.isPending());
        assertEquals("", names());
        decoder.timeout();
        assertEquals("esc", names());
        assertFalse(decoder.isPending());
    }

    @Test
    void aSplitSequenceIsStillOneKey() {
        feed("\033");
        feed("[1;");
        feed("5A");
        assertEquals("ctrl-up", names());
    }

    @Test
    void halfSequencesAreAltKeysAfterTheTimeout() {
        for (String half : new String[] {"\033[", "\033O", "\033]", "\033\033"}) {
            feed(half);
            decoder.timeout();
        }
        assertEquals("alt-[ alt-O alt-] esc esc", names());
    }

    @Test
    void aPasteIsOneEvent() {
        feed("a\033[200~one\r\ntwo\rä\033[A\033[201x\033[201~b");
        assertEquals(List.of(Key.of('a'), new Paste("one\ntwo\nä\033[A\033[201x"), Key.of('b')), events);
    }

    @Test
    void aPasteIsBounded() {
        feed("\033[200~" + "x".repeat(2_000_000) + "\033[201~y");
        assertEquals(1 << 20, ((Paste) events.getFirst()).text().length());
        assertEquals(Key.of('y'), events.getLast());
    }

    @Test
    void anUnendedPasteGivesTheKeyboardBack() {
        feed("\033[200~half");
        assertTrue(decoder.isPasting());
        decoder.timeout();
        feed("k");
        assertEquals(List.of(new Paste("half"), Key.of('k')), events);
    }

    @Test
    void anEndlessSequenceEnds() {
        feed("\033[" + "1;".repeat(40));
        feed("\033]" + "x".repeat(70_000));
        events.clear();
        feed("k");
        assertEquals("k", names());
    }

    private void means(String typed, String expected) {
        events.clear();
        feed(typed);
        assertEquals(expected, names());
        assertTrue(decoder.isIdle());
    }

    private void feed(String typed) {
        for (byte b : typed.getBytes(StandardCharsets.UTF_8)) {
            decoder.feed(b & 0xff);
        }
    }

    private String names() {
        StringBuilder names = new StringBuilder();
        for (TermEvent event : events) {
            names.append(names.isEmpty() ? "" : " ").append(((Key) event).name());
        }
        return names.toString();
    }
}
