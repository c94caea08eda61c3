package dev.berth.ssh;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a shell would, but for what a shell replaces: blanks, both quotes, backslashes. */
final class ShellLine {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;

    private ShellLine() {}

    static List<String> words(String line) {
        ShellLine reading = new ShellLine();
        for (int i = 0; i < line.length(); ) {
            i = reading.next(line, i);
        }
        reading.end();
        return List.copyOf(reading.words);
    }

    /** Returns where to go on. */
    private int next(String line, int at) {
        char c = line.charAt(at);
        if (Character.isWhitespace(c)) {
            end();
            return at + 1;
        }
        begun = true;
        if (c == '\'' || c == '"') {
            int close = line.indexOf(c, at + 1);
            int until = close < 0 ? line.length() : close;
            word.append(line, at + 1, until);
            return until + 1;
        }
        boolean escaped = c == '\\' && at + 1 < line.length();
        word.append(escaped ? line.charAt(at + 1) : c);
        return escaped ? at + 2 : at + 1;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
