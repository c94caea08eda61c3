package dev.berth.tui.table;

import dev.berth.tui.draw.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines. */
public final class Wrap {
    private Wrap() {}

    /** The text in lines of at most {@code width} columns, broken at blanks where there are any; never empty. */
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            wrap(TextWidth.clean(paragraph), Math.max(1, width), lines);
        }
        return lines;
    }

    private static void wrap(String paragraph, int width, List<String> lines) {
        String rest = paragraph;
        while (TextWidth.width(rest) > width) {
            int fit = fit(rest, width);
            int blank = rest.lastIndexOf(' ', fit);
            boolean atBlank = blank > 0 && (blank > fit / 3 || blank == fit);
            lines.add(rest.substring(0, atBlank ? blank : fit));
            rest = rest.substring(atBlank ? blank + 1 : fit);
        }
        lines.add(rest);
    }

    private static int fit(String text, int width) {
        int columns = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            columns += TextWidth.of(codePoint);
            if (columns > width) {
                break;
            }
            i += Character.charCount(codePoint);
        }
        return Math.max(i, Character.charCount(text.codePointAt(0)));
    }
}
