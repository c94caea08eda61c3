package dev.berth.ssh;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of an ssh configuration as OpenSSH does: blanks and one {@code =} part, double quotes keep together. */
final class Words {
    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while ((at = skip(line, at, words.size() == 1)) < line.length()) {
            if (line.charAt(at) == '#') {
                break;
            }
            at = take(line, at, words);
        }
        return words;
    }

    private static int skip(String line, int from, boolean afterKeyword) {
        int at = from;
        boolean equals = afterKeyword;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '=' && equals) {
                equals = false;
            } else if (!Character.isWhitespace(c)) {
                break;
            }
            at++;
        }
        return at;
    }

    private static int take(String line, int from, List<String> words) {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        int at = from;
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (Character.isWhitespace(c) || c == '=' && words.isEmpty())) {
                break;
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return at;
    }
}
