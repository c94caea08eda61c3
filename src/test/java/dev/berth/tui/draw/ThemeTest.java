package dev.berth.tui.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThemeTest {
    @Test
    void colourDepthFollowsTheEnvironment() {
        assertEquals("0;32", themeOf("TERM", "xterm").sgr(Style.OK));
        assertEquals("0;38;5;114", themeOf("TERM", "xterm-256color").sgr(Style.OK));
        Theme full = Theme.fromEnvironment(Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor"));
        assertEquals("0;38;2;143;209;143", full.sgr(Style.OK));
    }

    @Test
    void noColorLeavesAttributesOnly() {
        Theme theme = Theme.fromEnvironment(Map.of("TERM", "xterm", "COLORTERM", "truecolor", "NO_COLOR", "1"));
        assertEquals("mono", theme.name());
        assertEquals("0", theme.sgr(Style.OK));
        for (Style style : Style.values()) {
            assertFalse(theme.sgr(style).contains(";3"), "no italic or colour in " + style);
        }
        assertEquals("0;7", theme.sgr(Style.SELECTED));
    }

    @Test
    void everyStyleHasALookInEveryTheme() {
        for (String name : new String[] {"dark", "light", "mono"}) {
            for (Style style : Style.values()) {
                assertTrue(Theme.named(name).sgr(style).startsWith("0"));
            }
        }
    }

    @Test
    void anUnknownThemeIsExplained() {
        var problem = assertThrows(IllegalArgumentException.class, () -> Theme.named("solarized"));
        assertEquals("There is no theme named solarized; use dark, light or mono.", problem.getMessage());
    }

    @Test
    void glyphsAreOneColumnWide() {
        for (Glyphs set : Glyphs.values()) {
            for (Glyph glyph : Glyph.values()) {
                assertEquals(1, TextWidth.width(set.of(glyph)), glyph.name());
            }
            for (int i = -1; i <= 10; i++) {
                assertEquals(3, TextWidth.width(set.spinner(i) + set.level(i) + set.part(i)));
            }
        }
    }

    @Test
    void glyphsFollowTheLocale() {
        assertEquals(Glyphs.UNICODE, Glyphs.fromEnvironment(Map.of("LANG", "de_DE.UTF-8")));
        assertEquals(Glyphs.UNICODE, Glyphs.fromEnvironment(Map.of("LANG", "C", "LC_ALL", "C.utf8")));
        assertEquals(Glyphs.ASCII, Glyphs.fromEnvironment(Map.of("LANG", "C")));
        assertEquals(Glyphs.ASCII, Glyphs.fromEnvironment(Map.of("LANG", "de_DE.UTF-8", "TERM", "linux")));
    }

    private static Theme themeOf(String name, String value) {
        return Theme.fromEnvironment(Map.of(name, value));
    }
}
