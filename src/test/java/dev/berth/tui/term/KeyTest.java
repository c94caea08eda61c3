package dev.berth.tui.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "j",
                "G",
                "ctrl-d",
                "enter",
                "shift-tab",
                "space",
                "F",
                "f1",
                "page-up",
                "-",
                "alt--",
                "ctrl-alt-x",
                "ä",
                "🚀"
            })
    void namesReadBackAsTheSameKey(String name) {
        assertEquals(name, Key.parse(name).name());
    }

    @Test
    void namesMeanKeys() {
        assertEquals(Key.of('j'), Key.parse("j"));
        assertEquals(Key.ctrl('d'), Key.parse("ctrl-d"));
        assertEquals(Key.of(Key.Named.F1), Key.parse("f1"));
        assertEquals(Key.of(' '), Key.parse("space"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ctrl-", "nokey", "f13"})
    void anUnknownNameIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> Key.parse(name));
    }
}
