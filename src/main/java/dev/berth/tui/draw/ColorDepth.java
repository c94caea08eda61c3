package dev.berth.tui.draw;

import java.util.Map;

/** How many colours the terminal can show, by its own word: it is never asked, for it might not answer. */
public enum ColorDepth {
    NONE,
    ANSI,
    INDEXED,
    TRUE;

    /** NO_COLOR wins over all; COLORTERM over TERM. */
    public static ColorDepth fromEnvironment(Map<String, String> env) {
        String term = env.getOrDefault("TERM", "");
        if (!env.getOrDefault("NO_COLOR", "").isEmpty() || term.isEmpty() || isColourless(term)) {
            return NONE;
        }
        String colorTerm = env.getOrDefault("COLORTERM", "");
        if (colorTerm.equals("truecolor") || colorTerm.equals("24bit") || term.endsWith("-direct")) {
            return TRUE;
        }
        return term.contains("256color") || isModern(term) ? INDEXED : ANSI;
    }

    private static boolean isColourless(String term) {
        return term.equals("dumb") || term.startsWith("vt1") || term.startsWith("vt2") || term.endsWith("-mono");
    }

    private static boolean isModern(String term) {
        return term.contains("kitty")
                || term.contains("alacritty")
                || term.contains("ghostty")
                || term.contains("wezterm");
    }
}
