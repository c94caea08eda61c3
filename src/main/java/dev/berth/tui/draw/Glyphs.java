package dev.berth.tui.draw;

import java.util.Map;

/** The set of signs in use: Unicode, or ASCII for terminals and fonts that have no more. */
public enum Glyphs {
    UNICODE("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", " ▁▂▃▄▅▆▇█", " ▏▎▍▌▋▊▉█"),
    ASCII("|/-\\", " ..::==##", "    -===#");

    private final String spinner;
    private final String levels;
    private final String parts;

    Glyphs(String spinner, String levels, String parts) {
        this.spinner = spinner;
        this.levels = levels;
        this.parts = parts;
    }

    /** ASCII on the Linux console and wherever the locale is not UTF-8; Unicode when nothing is said. */
    public static Glyphs fromEnvironment(Map<String, String> env) {
        if (env.getOrDefault("TERM", "").equals("linux")) {
            return ASCII;
        }
        String locale = firstSet(env, "LC_ALL", "LC_CTYPE", "LANG");
        return locale.isEmpty() || namesUtf8(locale) ? UNICODE : ASCII;
    }

    private static String firstSet(Map<String, String> env, String... names) {
        for (String name : names) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static boolean namesUtf8(String locale) {
        int end = locale.length();
        return locale.regionMatches(true, Math.max(0, end - 5), "UTF-8", 0, 5)
                || locale.regionMatches(true, Math.max(0, end - 4), "UTF8", 0, 4);
    }

    public String of(Glyph glyph) {
        return this == ASCII ? glyph.ascii() : glyph.unicode();
    }

    /** One frame of the spinner; any number will do, so a count of ticks can be passed. */
    public String spinner(long frame) {
        return at(spinner, (int) Math.floorMod(frame, (long) spinner.length()));
    }

    /** A column of a sparkline: {@code eighths} of the cell filled from below, 0 to 8. */
    public String level(int eighths) {
        return at(levels, Math.clamp(eighths, 0, 8));
    }

    /** The last cell of a bar: {@code eighths} of it filled from the left, 0 to 8. */
    public String part(int eighths) {
        return at(parts, Math.clamp(eighths, 0, 8));
    }

    private static String at(String glyphs, int index) {
        return glyphs.substring(index, index + 1);
    }
}
