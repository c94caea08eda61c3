package dev.berth.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.tui.term.Key;
import org.junit.jupiter.api.Test;

class TextInputTest {
    private static TextInput typed(TextInput start, String... keys) {
        TextInput input = start;
        for (String key : keys) {
            TextInput next = input.typed(Key.parse(key));
            input = next == null ? input : next;
        }
        return input;
    }

    @Test
    void keysEditWhereTheCaretIs() {
        assertEquals("axb", typed(TextInput.of("ab"), "left", "x").text());
        assertEquals("b", typed(TextInput.of("ab"), "home", "delete").text());
        assertEquals("one ", typed(TextInput.of("one two"), "ctrl-w").text());
        assertEquals(
                "two",
                typed(TextInput.of("one two"), "left", "left", "left", "ctrl-u").text());
        assertEquals(
                "one",
                typed(TextInput.of("one two"), "ctrl-a", "right", "right", "right", "ctrl-k")
                        .text());
    }

    @Test
    void anOldTextIsTakenAsAWholeUntilTheCaretMoves() {
        assertEquals("new", typed(TextInput.old("old"), "n", "e", "w").text());
        assertEquals("", typed(TextInput.old("old"), "backspace").text());
        assertEquals("older", typed(TextInput.old("old"), "right", "e", "r").text());
        assertEquals("bold", typed(TextInput.old("old"), "home", "b").text());
        assertEquals("pasted", TextInput.old("old").insert("pasted").text());
    }

    @Test
    void wideCharactersAreDeletedWhole() {
        assertEquals("a", typed(TextInput.of("a😀"), "backspace").text());
    }

    @Test
    void pasteBecomesOneLineWithoutControls() {
        assertEquals("a b", TextInput.EMPTY.insert("a\nb\u001b").text());
    }

    @Test
    void otherKeysAreNotItsOwn() {
        assertNull(TextInput.EMPTY.typed(Key.of(Key.Named.ENTER)));
        assertNull(TextInput.EMPTY.typed(Key.ctrl('c')));
    }

    @Test
    void textIsNotInItsDescription() {
        assertFalse(TextInput.of("hunter2").toString().contains("hunter2"));
    }
}
